import path from 'node:path';
import { jsonFileFormat } from '../files/json-file-format.ts';
import type { RecordFormat } from '../files/record-format.ts';
import { segmentFormat } from '../files/segment-format.ts';

/** What the file of a container's log is called after its id: as dockerd's own, or as what Berth captured of it. */
const endings: readonly (readonly [ending: string, format: RecordFormat])[] = [
  ['-json.log', jsonFileFormat],
  ['-captured.log', segmentFormat],
];

/** Each name that a container's log may have. */
export function logFileNames(container: string): string[] {
  return endings.map(([ending]) => container + ending);
}

/** What a log in this format is called. */
export function logFileName(container: string, format: RecordFormat): string {
  return container + (endings.find(([, its]) => its === format)?.[0] ?? '');
}

/** The format of a container's log by its file's name; null for a file that is not named as its log: a path that means something else here. */
export function formatOfLogFile(container: string, file: string): RecordFormat | null {
  const name = path.basename(file);
  return endings.find(([ending]) => name === container + ending)?.[1] ?? null;
}
