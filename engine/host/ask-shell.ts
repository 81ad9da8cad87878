import { randomUUID } from 'node:crypto';

/** To the app's window, and what it answers; `path` of an answer is null when nothing was chosen. */
export interface ShellQuestion {
  readonly type: 'choose-save-path';
  readonly id: string;
  readonly path: string;
  readonly title: string;
}

/** Questions to the shell that the service runs in, which has the system's own dialogs. */
export class AskShell {
  readonly #post: (question: ShellQuestion) => void;
  readonly #open = new Map<string, (path: string | null) => void>();

  constructor(post: (question: ShellQuestion) => void) {
    this.#post = post;
  }

  /** Asks for a file to write to, beginning at `path`; null when none was chosen. Nobody has to be in a hurry: only `signal` ends it early. */
  async chooseSavePath(
    { path, title }: Pick<ShellQuestion, 'path' | 'title'>,
    signal: AbortSignal,
  ): Promise<string | null> {
    signal.throwIfAborted();
    const id = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<string | null>();
    const stop = () => reject(signal.reason as Error);
    this.#open.set(id, resolve);
    signal.addEventListener('abort', stop, { once: true });
    try {
      this.#post({ type: 'choose-save-path', id, path, title });
      return await promise;
    } finally {
      signal.removeEventListener('abort', stop);
      this.#open.delete(id);
    }
  }

  /** Takes an answer; one that is late or unknown means nothing any more. */
  answer(id: unknown, path: unknown): void {
    if (typeof id === 'string') this.#open.get(id)?.(typeof path === 'string' ? path : null);
  }
}
