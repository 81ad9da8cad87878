import type { MessagePort, Worker } from 'node:worker_threads';
import { EngineError, toMessage } from '../../platform/engine-error.ts';

/** The calls that a thread serves: each takes one cloneable value and a signal. */
export type Calls = Readonly<Record<string, (input: never, signal: AbortSignal) => unknown>>;

type Input<Call> = Call extends (input: infer Value, signal: AbortSignal) => unknown ? Value : never;
type Output<Call> = Call extends (...rest: never[]) => infer Value ? Awaited<Value> : never;

type Request =
  | { readonly id: number; readonly kind: 'call'; readonly name: string; readonly input: unknown }
  | { readonly id: number; readonly kind: 'cancel' };

type Answer =
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'error'; readonly failure: Failure };

/**
 * An `EngineError` between threads: of an error's fields, cloning keeps only message and stack
 * (structured clone algorithm).
 */
type Failure = Pick<EngineError, 'code' | 'reason' | 'params' | 'detail'>;

/** Serves the calls that arrive at a port until it is closed. */
export function serveCalls(port: MessagePort, calls: Calls): void {
  const running = new Map<number, AbortController>();
  const run = async (request: Request & { kind: 'call' }, signal: AbortSignal) => {
    const message = await answer(calls[request.name], request, signal);
    running.delete(request.id);
    port.postMessage(message);
  };
  port.on('message', (request: Request) => {
    if (request.kind === 'cancel') {
      running.get(request.id)?.abort();
      return;
    }
    const life = new AbortController();
    running.set(request.id, life);
    void run(request, life.signal);
  });
}

async function answer(
  call: Calls[string] | undefined,
  { id, input }: { readonly id: number; readonly input: unknown },
  signal: AbortSignal,
): Promise<Answer> {
  try {
    if (call === undefined) throw new EngineError('internal', 'No such call.');
    return { id, kind: 'value', value: await call(input as never, signal) };
  } catch (error) {
    const failure =
      error instanceof EngineError
        ? error
        : new EngineError(signal.aborted ? 'cancelled' : 'internal', toMessage(error), { cause: error });
    const { code, reason, params, detail } = failure;
    return { id, kind: 'error', failure: { code, reason, params, detail } };
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls another thread. When that ends, all pending calls fail with `unreachable`. */
export class ThreadClient<Served extends Calls> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #isOver = false;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: Answer) => this.#take(message));
    worker.on('exit', () => this.#end());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  async call<Name extends keyof Served & string>(
    name: Name,
    input: Input<Served[Name]>,
    signal: AbortSignal,
  ): Promise<Output<Served[Name]>> {
    signal.throwIfAborted();
    if (this.#isOver) throw ended();
    const id = this.#nextId;
    this.#nextId += 1;
    const cancel = () => this.#worker.postMessage({ id, kind: 'cancel' } satisfies Request);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const value = await new Promise<unknown>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject });
        this.#worker.postMessage({ id, kind: 'call', name, input } satisfies Request);
      });
      return value as Output<Served[Name]>;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  #take(message: Answer): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'value') waiting?.resolve(message.value);
    else waiting?.reject(new EngineError(message.failure.code, message.failure.detail, message.failure));
  }

  #end(): void {
    this.#isOver = true;
    for (const { reject } of this.#waiting.values()) reject(ended());
    this.#waiting.clear();
  }
}

function ended(): EngineError {
  return new EngineError('unreachable', 'The thread that reads logs has ended.');
}
