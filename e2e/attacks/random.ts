/** Numbers that repeat with their seed. */
export interface Random {
  /** Below `limit`, from 0. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
  bytes(length: number): Buffer;
  /** The bytes with a few changed, cut, doubled or added. */
  spoil(bytes: Buffer): Buffer;
}

/** Marsaglia's xorshift32: enough for inputs, and the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed | 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number) => (limit <= 0 ? 0 : next() % limit);
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
  const bytes = (length: number) => Buffer.from(Array.from({ length }, () => below(256)));
  return {
    below,
    pick,
    bytes,
    spoil(whole) {
      let spoilt = Buffer.from(whole);
      for (let times = 1 + below(3); times > 0; times -= 1) {
        const at = below(spoilt.length + 1);
        const [head, rest] = [spoilt.subarray(0, at), spoilt.subarray(at)];
        const change = below(5);
        if (change === 0 && rest.length > 0) spoilt[at] = below(256);
        else if (change === 1) spoilt = Buffer.from(head);
        else if (change === 2) spoilt = Buffer.concat([head, bytes(1 + below(8)), rest]);
        else if (change === 3) spoilt = Buffer.concat([head, head, rest]);
        else spoilt = Buffer.concat([head, rest.subarray(1 + below(4))]);
      }
      return spoilt;
    },
  };
}
