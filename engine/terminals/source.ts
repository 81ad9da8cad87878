import type { TerminalEnding } from '../contract/terminals.ts';
import type { Size } from '../docker/exec.ts';

/** What a terminal is connected to. */
export interface TerminalSource {
  /** Ends when the program does; throws when the engine goes away. Not reading it makes the program wait. */
  readonly output: AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  resize(size: Size, signal: AbortSignal): Promise<void>;
  /** How it ended; asked once the output has. */
  readEnding(): Promise<TerminalEnding>;
  /** Ends the program and what it started, or lets go of it; resolves when nothing is left. */
  end(): Promise<void>;
}
