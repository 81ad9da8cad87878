import { readFile } from 'node:fs/promises';
import { runProgram } from '../../platform/process.ts';
import type { ImageEntry } from './image-archive.ts';

/** The root of an image made of busybox alone: every program it has, a root user, and the folders that programs expect. */
export async function toBusyboxEntries(busybox: string, signal: AbortSignal): Promise<ImageEntry[]> {
  const { stdout } = await runProgram([busybox, '--list-full'], { signal, timeoutMs: 10_000 });
  const programs = stdout.split('\n').filter((name) => name !== '' && name !== 'bin/busybox');
  return [
    { path: 'bin/busybox', content: await readFile(busybox), mode: 0o755 },
    ...programs.map((path) => ({ path, linkTo: '/bin/busybox' })),
    { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' },
    { path: 'etc/group', content: 'root:x:0:\nnobody:x:65534:\n' },
    { path: 'root', isFolder: true, mode: 0o700 },
    { path: 'tmp', isFolder: true, mode: 0o1777 },
    { path: 'proc', isFolder: true },
    { path: 'sys', isFolder: true },
    { path: 'dev', isFolder: true },
    { path: 'var/log', isFolder: true },
  ];
}
