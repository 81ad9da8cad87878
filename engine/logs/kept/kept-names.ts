import path from 'node:path';
import { jsonFileFormat } from '../files/json-file-format.ts';
import type { RecordFormat } from '../files/record-format.ts';
import { segmentFormat } from '../files/segment-format.ts';

/**
 * Endings of a log file's name after the container id: as dockerd names it, or as captured by
 * Berth.
 */
const endings: readonly (readonly [ending: string, format: RecordFormat])[] = [
  ['-json.log', jsonFileFormat],
  ['-captured.log', segmentFormat],
];

/** All names that a container's log may have. */
export function logFileNames(container: string): string[] {
  return endings.map(([ending]) => container + ending);
}

/** The name of a log in this format. */
export function logFileName(container: string, format: RecordFormat): string {
  return container + (endings.find(([, its]) => its === format)?.[0] ?? '');
}

/**
 * The format of a container's log by the name of its file; null for another name, such as a path of
 * another computer.
 */
export function formatOfLogFile(container: string, file: string): RecordFormat | null {
  const name = path.basename(file);
  return endings.find(([ending]) => name === container + ending)?.[1] ?? null;
}
