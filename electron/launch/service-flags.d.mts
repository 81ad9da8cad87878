/** For the Node that runs the service. */
export const serviceFlags: readonly string[];
/** Added to its environment. */
export const serviceEnvironment: Readonly<Record<string, string>>;
