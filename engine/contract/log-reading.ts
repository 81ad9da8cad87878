// Apart from the schemas, so that the threads that read logs need not bring the schema library.

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;

/** The most lines of one answer; it holds fewer where they are long. */
export const maxReadLines = 1000;
/** The most characters of a line in an answer; `text` gives the rest. */
export const maxLineChars = 8192;
