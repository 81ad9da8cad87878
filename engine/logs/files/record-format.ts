/**
 * The offsets of the fields of a record in a buffer; reused for every record, because a log has
 * millions.
 */
export interface RecordFields {
  textStart: number;
  textEnd: number;
  timeStart: number;
  timeEnd: number;
  isStderr: boolean;
  /** False for a partial record: the next record of the stream continues the line. */
  endsLine: boolean;
}

/** How records are encoded in a file. Each ends with a newline; a long line takes several. */
export interface RecordFormat {
  readonly id: 'json-file' | 'segment';
  /**
   * Finds the fields of the record in `[start, end)`, without its newline. Bytes that are no record
   * count as text.
   */
  readonly findFields: (bytes: Buffer, start: number, end: number, into: RecordFields) => void;
  /** Decodes the text in `[start, end)`. */
  readonly decode: (bytes: Buffer, start: number, end: number) => string;
  /**
   * Whether these bytes differ from their text: they contain an escape of the format or of a
   * terminal.
   */
  readonly hasEscapes: (bytes: Buffer, start: number, end: number) => boolean;
  /** Whether these bytes contain an escape of a terminal. */
  readonly hasTerminalEscapes: (bytes: Buffer, start: number, end: number) => boolean;
}

/** Creates the object that `findFields` fills. */
export function createFields(): RecordFields {
  return { textStart: 0, textEnd: 0, timeStart: 0, timeEnd: 0, isStderr: false, endsLine: true };
}

/** Whether `byte` occurs in `[start, end)`. */
export function holdsByte(bytes: Buffer, byte: number, start: number, end: number): boolean {
  const at = bytes.indexOf(byte, start);
  return at >= 0 && at < end;
}
