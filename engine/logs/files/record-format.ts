/** Where the parts of one record lie in a buffer; reused from record to record, because a log has millions. */
export interface RecordFields {
  textStart: number;
  textEnd: number;
  timeStart: number;
  timeEnd: number;
  isStderr: boolean;
  /** False for a piece of a long line: the next record goes on with it. */
  endsLine: boolean;
}

/** How lines lie in a file: one record and a newline after the other, a long line in several. */
export interface RecordFormat {
  readonly id: 'json-file' | 'segment';
  /** Finds the parts of the record in `[start, end)`, without its newline. What is no record counts as text. */
  readonly findFields: (bytes: Buffer, start: number, end: number, into: RecordFields) => void;
  /** The text that lies in `[start, end)`. */
  readonly decode: (bytes: Buffer, start: number, end: number) => string;
  /** Whether something in these bytes is not text as it is: an escape of the format, or of a terminal. */
  readonly hasEscapes: (bytes: Buffer, start: number, end: number) => boolean;
  /** Whether a terminal's escape is among them. */
  readonly hasTerminalEscapes: (bytes: Buffer, start: number, end: number) => boolean;
}

/** A place to hand to `RecordFormat.place`. */
export function createFields(): RecordFields {
  return { textStart: 0, textEnd: 0, timeStart: 0, timeEnd: 0, isStderr: false, endsLine: true };
}

/** Whether `byte` is in `[start, end)`. */
export function holdsByte(bytes: Buffer, byte: number, start: number, end: number): boolean {
  const at = bytes.indexOf(byte, start);
  return at >= 0 && at < end;
}
