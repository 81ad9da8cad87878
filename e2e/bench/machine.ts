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
