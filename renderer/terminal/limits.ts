// The contract's numbers, repeated here so that its schemas stay out of the page; a test compares them.

/** The most of one answer with output. */
export const maxReadBytes = 256 * 1024;
/** The most of one call with input. */
export const maxWriteBytes = 64 * 1024;
