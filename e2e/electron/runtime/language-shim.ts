// What JavaScript gained between V8 10.8 (Electron 22) and the one of Electron 45, as far as our code uses it. Test equipment: it is put
// before the older variant's bundles from outside, and no product code knows of it.

function define(target: object, name: PropertyKey, value: unknown): void {
  if (name in target) return;
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

define(Promise, 'withResolvers', function withResolvers() {
  let resolve: unknown;
  let reject: unknown;
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
});

define(Promise, 'try', async (task: (...args: unknown[]) => unknown, ...args: unknown[]) => await task(...args));

define(Array.prototype, 'toSorted', function toSorted<T>(this: T[], compare?: (a: T, b: T) => number) {
  return [...this].sort(compare);
});
define(Array.prototype, 'toReversed', function toReversed<T>(this: T[]) {
  return [...this].reverse();
});
define(Array.prototype, 'toSpliced', function toSpliced<T>(this: T[], start: number, count: number, ...items: T[]) {
  const copy = [...this];
  copy.splice(start, count, ...items);
  return copy;
});
define(Array.prototype, 'with', function withItem<T>(this: T[], index: number, value: T) {
  const copy = [...this];
  copy[index < 0 ? copy.length + index : index] = value;
  return copy;
});

define(Object, 'groupBy', (items: Iterable<unknown>, toKey: (item: unknown, index: number) => PropertyKey) => {
  const groups: Record<PropertyKey, unknown[]> = Object.create(null);
  let index = 0;
  for (const item of items) (groups[toKey(item, index++)] ??= []).push(item);
  return groups;
});
define(Map, 'groupBy', (items: Iterable<unknown>, toKey: (item: unknown, index: number) => unknown) => {
  const groups = new Map<unknown, unknown[]>();
  let index = 0;
  for (const item of items) {
    const key = toKey(item, index++);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
});
define(Array, 'fromAsync', async (items: AsyncIterable<unknown> | Iterable<unknown>) => {
  const array: unknown[] = [];
  for await (const item of items) array.push(item);
  return array;
});

define(URL, 'canParse', (url: string, base?: string) => {
  try {
    return Boolean(new URL(url, base));
  } catch {
    return false;
  }
});

define(AbortSignal, 'any', (signals: AbortSignal[]) => {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { signal: controller.signal });
  }
  return controller.signal;
});

define(Symbol, 'dispose', Symbol.for('Symbol.dispose'));
define(Symbol, 'asyncDispose', Symbol.for('Symbol.asyncDispose'));

define(
  globalThis,
  'SuppressedError',
  class extends Error {
    override readonly name = 'SuppressedError';
    readonly error: unknown;
    readonly suppressed: unknown;

    constructor(error: unknown, suppressed: unknown, message?: string) {
      super(message);
      this.error = error;
      this.suppressed = suppressed;
    }
  },
);

type Disposer = () => unknown;

/** What disposers have thrown: each is wrapped around those before it. */
class Failures {
  #failure: { readonly error: unknown } | null = null;

  add(error: unknown): void {
    this.#failure = { error: this.#failure === null ? error : new SuppressedError(error, this.#failure.error) };
  }

  throwIfAny(): void {
    if (this.#failure !== null) throw this.#failure.error;
  }
}

class Stack {
  protected disposers: Disposer[] = [];
  disposed = false;

  use<T>(resource: T): T {
    const methods = resource as { [Symbol.asyncDispose]?: Disposer; [Symbol.dispose]?: Disposer } | null | undefined;
    const dispose = methods?.[Symbol.asyncDispose] ?? methods?.[Symbol.dispose];
    if (dispose !== undefined) this.disposers.push(() => dispose.call(methods));
    return resource;
  }

  adopt<T>(resource: T, dispose: (resource: T) => unknown): T {
    this.disposers.push(() => dispose(resource));
    return resource;
  }

  defer(dispose: Disposer): void {
    this.disposers.push(dispose);
  }

  move(): Stack {
    const moved = new (this.constructor as new () => Stack)();
    moved.disposers = this.disposers;
    this.disposers = [];
    this.disposed = true;
    return moved;
  }
}

define(
  globalThis,
  'DisposableStack',
  class DisposableStack extends Stack {
    dispose() {
      this.disposed = true;
      const failures = new Failures();
      for (let last = this.disposers.pop(); last !== undefined; last = this.disposers.pop()) {
        try {
          last();
        } catch (error) {
          failures.add(error);
        }
      }
      failures.throwIfAny();
    }

    [Symbol.dispose]() {
      this.dispose();
    }
  },
);
define(
  globalThis,
  'AsyncDisposableStack',
  class AsyncDisposableStack extends Stack {
    async disposeAsync() {
      this.disposed = true;
      const failures = new Failures();
      for (let last = this.disposers.pop(); last !== undefined; last = this.disposers.pop()) {
        try {
          await last();
        } catch (error) {
          failures.add(error);
        }
      }
      failures.throwIfAny();
    }

    async [Symbol.asyncDispose]() {
      await this.disposeAsync();
    }
  },
);
