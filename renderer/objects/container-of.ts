import type { TerminalTarget } from '../../engine/contract/terminals.ts';

/** The id of the container that a terminal is in or beside; null for the engine's machine. */
export function containerOf(target: TerminalTarget): string | null {
  return target.kind === 'machine' ? null : target.container;
}
