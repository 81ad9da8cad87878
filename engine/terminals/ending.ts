import { constants } from 'node:os';
import type { TerminalEnding } from '../contract/terminals.ts';

/** As shells and runc count: a program that a signal ended has this and the signal's number as its exit code (POSIX, 2.8.2). */
const signalBase = 128;

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** How a program with this exit code ended. */
export function toEnding(code: number): TerminalEnding {
  const signal = code > signalBase ? signalNames.get(code - signalBase) : undefined;
  return signal === undefined ? { kind: 'exited', code } : { kind: 'killed', signal, code };
}
