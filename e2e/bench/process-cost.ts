import { readFileSync } from 'node:fs';
import { descendantsOf } from '../../engine/test/leaks.ts';

/** Linux counts a process's time in hundredths of a second (USER_HZ) on every architecture that Node supports. */
const ticksPerSecond = 100;

/** User and system time of a process since its start; seconds, from `/proc/PID/stat` (proc(5)). */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Memory that is a process's own plus its share of what it shares; megabytes, from `/proc/PID/smaps_rollup`. */
export function proportionalMegabytesOf(pid: number): number {
  return megabytesOf(pid, 'Pss');
}

/** The part of it that is not a file's, such as its program's: what it has written itself. */
export function writtenMegabytesOf(pid: number): number {
  return megabytesOf(pid, 'Pss_Anon');
}

function megabytesOf(pid: number, line: string): number {
  const kibibytes = new RegExp(`^${line}:\\s+(\\d+) kB$`, 'm').exec(
    readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'),
  )?.[1];
  return (Number(kibibytes) * 1024) / 1e6;
}

/** The process that renders the only page of a browser; a spare one, which has done next to nothing, may stand beside it. */
export function rendererOf(browserPid: number): number {
  const pages = descendantsOf(browserPid).filter(
    // Chromium draws its own window with such a process too.
    ({ command }) => command.includes('--type=renderer') && !/--(top-chrome-webui|extension-process)/.test(command),
  );
  const [busiest] = pages.map(({ pid }) => pid).sort((a, b) => cpuSecondsOf(b) - cpuSecondsOf(a));
  if (busiest === undefined) throw new Error(`No process below ${browserPid} renders a page.`);
  return busiest;
}
