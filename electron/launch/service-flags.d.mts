/** For the Node that runs the service. */
export const serviceFlags: readonly string[];
