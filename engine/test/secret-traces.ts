import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Larger files are images' layers and the like. */
const maxFileBytes = 64 * 1024 * 1024;

/** A secret as it is, in base64 wherever it begins in what was encoded, in base64url, percent-encoded, and as JSON writes it. */
export function shapesOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const inBase64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // The first characters hold bits of what stands before, the last ones bits of what comes after.
    return encoded.slice(before === 0 ? 0 : before + 1).replace(/.{0,3}=*$/, '');
  });
  return [
    ...new Set([
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      bytes.toString('hex'),
      ...inBase64,
      ...inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ];
}

/** Those of `shapes` that a text has. */
export function shapesIn(text: string, shapes: readonly string[]): readonly string[] {
  return shapes.filter((shape) => text.includes(shape));
}

/** The files below a folder that have one of the shapes in them. */
export async function filesWith(dir: string, shapes: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true }).catch(() => [])) {
    const name = path.join(dir, entry.name);
    if (entry.isDirectory()) found.push(...(await filesWith(name, shapes)));
    else if (entry.isFile() && (await hasShape(name, shapes))) found.push(name);
  }
  return found;
}

async function hasShape(file: string, shapes: readonly string[]): Promise<boolean> {
  try {
    if ((await stat(file)).size > maxFileBytes) return false;
    return shapesIn(await readFile(file, 'latin1'), shapes).length > 0;
  } catch {
    // It went while it was looked at.
    return false;
  }
}

/** Looks at the arguments and the environment of every process again and again. */
export class ProcessTraces implements AsyncDisposable {
  readonly #shapes: readonly string[];
  readonly #stop = new AbortController();
  readonly #found = new Set<string>();
  readonly #running: Promise<void>;
  #rounds = 0;
  #seen = new Set<string>();

  constructor(shapes: readonly string[]) {
    this.#shapes = shapes;
    this.#running = this.#run();
  }

  get found(): readonly string[] {
    return [...this.#found];
  }

  /** Waits for one more look at all of them. */
  async lookAgain(): Promise<void> {
    const target = this.#rounds + 2;
    while (this.#rounds < target) await sleep(1);
  }

  /** Whether a process with this in its arguments was looked at: else nothing is proved. */
  hasSeen(text: string): boolean {
    return [...this.#seen].some((command) => command.includes(text));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      await Promise.all(pids.map((pid) => this.#look(pid)));
      this.#rounds += 1;
      await sleep(1);
    }
  }

  async #look(pid: string): Promise<void> {
    for (const file of ['cmdline', 'environ']) {
      // A process that has ended, or that is somebody else's.
      const text = await readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
      if (file === 'cmdline') this.#seen.add(text);
      if (shapesIn(text, this.#shapes).length > 0) this.#found.add(`${file} of ${pid}: ${text}`);
    }
  }
}
