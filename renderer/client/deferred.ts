/** A promise and its two ends. As `Promise.withResolvers`, which not every runtime of the page has. */
export class Deferred<T> {
  readonly promise: Promise<T>;
  resolve: (value: T) => void = ignore;
  reject: (error: Error) => void = ignore;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

function ignore(): void {}
