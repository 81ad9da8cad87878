/** What a request asks for, as its first line says. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
}

type Expecting =
  | { readonly part: 'head' }
  | { readonly part: 'body'; remaining: number }
  | { readonly part: 'chunked'; tail: string }
  | { readonly part: 'opaque' };

/** One piece of a client's bytes; `head` is set on the piece that ends a request's head. */
export interface TrackedPiece {
  readonly bytes: Buffer;
  readonly head: RequestHead | null;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * Follows the requests on one HTTP/1.1 connection without changing a byte, so that a fault can be bound to a path.
 * A connection that is upgraded (exec and attach are) is opaque from then on.
 */
export class RequestTracker {
  #expecting: Expecting = { part: 'head' };
  #held: Buffer = Buffer.alloc(0);

  /** Cuts a chunk where requests begin; bytes of an unfinished head are held back until it is whole. */
  push(chunk: Buffer): TrackedPiece[] {
    const pieces: TrackedPiece[] = [];
    let rest = Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    while (rest.length > 0) {
      const taken = this.#take(rest);
      if (taken === null) {
        this.#held = rest;
        break;
      }
      pieces.push({ bytes: rest.subarray(0, taken.length), head: taken.head });
      rest = rest.subarray(taken.length);
    }
    return pieces;
  }

  #take(bytes: Buffer): { length: number; head: RequestHead | null } | null {
    const expecting = this.#expecting;
    switch (expecting.part) {
      case 'opaque':
        return { length: bytes.length, head: null };
      case 'body': {
        const length = Math.min(expecting.remaining, bytes.length);
        expecting.remaining -= length;
        if (expecting.remaining === 0) this.#expecting = { part: 'head' };
        return { length, head: null };
      }
      case 'chunked': {
        // The last chunk is empty; docker's clients send no trailers and do not pipeline.
        expecting.tail = (expecting.tail + bytes.toString('latin1')).slice(-7);
        if (/(^|\r\n)0\r\n\r\n$/.test(expecting.tail)) this.#expecting = { part: 'head' };
        return { length: bytes.length, head: null };
      }
      case 'head': {
        const end = bytes.indexOf(headEnd);
        if (end === -1) return null;
        const text = bytes.toString('latin1', 0, end);
        const [method = '', target = ''] = text.split(' ', 2);
        this.#expecting = expectingAfter(text);
        return { length: end + headEnd.length, head: { method, target } };
      }
      default:
        return expecting satisfies never;
    }
  }
}

function expectingAfter(head: string): Expecting {
  if (/^(connection: *upgrade|upgrade:)/im.test(head)) return { part: 'opaque' };
  if (/^transfer-encoding: *chunked/im.test(head)) return { part: 'chunked', tail: '' };
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return length > 0 ? { part: 'body', remaining: length } : { part: 'head' };
}
