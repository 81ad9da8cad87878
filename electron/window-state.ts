import { renameSync, readFileSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';

/** Smaller than this the frame does not fit (design language, 900 × 600 layout). */
export const minimumSize = { width: 900, height: 600 } as const;

const usualSize = { width: 1280, height: 800 } as const;

/** At least this much of the title bar must be on a display, or the window could not be moved back. */
const reachable = { width: 120, height: 24 } as const;

export interface WindowState {
  /** Without a position the system chooses one. */
  readonly bounds: { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number };
  readonly isMaximised: boolean;
}

/** What was remembered, as far as it still fits the displays; the usual size where nothing was. */
export function toWindowState(text: string | null, displays: readonly Rectangle[]): WindowState {
  const saved = parseSaved(text);
  if (saved === null) return { bounds: usualSize, isMaximised: false };
  const { bounds, isMaximised } = saved;
  const size = {
    width: Math.max(minimumSize.width, bounds.width),
    height: Math.max(minimumSize.height, bounds.height),
  };
  const isReachable = displays.some(
    (display) =>
      Math.min(bounds.x + size.width, display.x + display.width) - Math.max(bounds.x, display.x) >= reachable.width &&
      bounds.y >= display.y &&
      bounds.y + reachable.height <= display.y + display.height,
  );
  return { bounds: isReachable ? { ...size, x: bounds.x, y: bounds.y } : size, isMaximised };
}

function parseSaved(text: string | null): { bounds: Rectangle; isMaximised: boolean } | null {
  if (text === null) return null;
  try {
    const { x, y, width, height, isMaximised } = JSON.parse(text) as Record<string, unknown>;
    const numbers = [x, y, width, height];
    if (!numbers.every((value) => Number.isInteger(value) && Math.abs(value as number) < 100_000)) return null;
    const [left = 0, top = 0, wide = 0, high = 0] = numbers as number[];
    return { bounds: { x: left, y: top, width: wide, height: high }, isMaximised: isMaximised === true };
  } catch {
    return null; // cut or foreign: the usual size does no harm
  }
}

/** The remembered text, or null where there is none. */
export function readWindowState(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // the first start, or a folder that cannot be read: the usual size does no harm
  }
}

/** Writes beside and renames, so that a crash leaves the old file or the new one. At once, because the app may be quitting. */
export function saveWindowState(file: string, bounds: Rectangle, isMaximised: boolean): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify({ ...bounds, isMaximised }));
    renameSync(`${file}.new`, file);
  } catch {
    // A full disk must not keep the window from closing; the old size is remembered instead.
  }
}
