/** The contract's `maxWriteBytes`, repeated here so that its schemas stay out of the page; a test compares them. */
export const maxWriteBytes = 64 * 1024;
