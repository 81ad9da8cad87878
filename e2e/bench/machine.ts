import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

/** One line that says where the numbers were taken. */
export function machineLine(more: readonly string[]): string {
  const [first, ...rest] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return [
    `${rest.length + 1} × ${first?.model ?? 'unknown processor'}`,
    memory,
    `Linux ${release()}`,
    `Node ${process.versions.node}`,
    ...more,
  ].join(' · ');
}

/**
 * Watches how much of the processor time that programs here could have used went to other machines on the same computer (`steal` of `/proc/stat`,
 * proc(5)); the answer tells the share since then, of 1. Where there is much of it, figures tell of those others.
 */
export function watchStolenTime(): () => number {
  const before = readTimes();
  return () => {
    const after = readTimes();
    const stolen = after.stolen - before.stolen;
    return stolen / Math.max(1, stolen + after.busy - before.busy);
  };
}

function readTimes(): { busy: number; stolen: number } {
  const [, ...times] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/) ?? [];
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0, stolen = 0] = times.map(Number);
  return { busy: user + nice + system + interrupts + softInterrupts, stolen };
}
