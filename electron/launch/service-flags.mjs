// @ts-check
/**
 * For the Node that runs the service. Terminals and lists pass through its memory in large pieces; with V8's own young generation of
 * up to 48 MB it keeps some 25 MB more after 50 MiB of output.
 */
export const serviceFlags = Object.freeze(['--max-semi-space-size=1']);
