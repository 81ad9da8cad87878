import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { toCallHeaders } from '../../engine/contract/engine-header.ts';
import { openPage, withService } from './attacked-service.ts';
import { oddCalls } from './contract-inputs.ts';

const callsAtOnce = 24;
/** A call that waits for news gets no answer before it is cancelled. */
const patienceMs = 1_000;

interface Answer {
  readonly status: number;
  readonly body: string;
}

test(
  'every odd input of every procedure is answered by name, and none is a fault of the service',
  { timeout: 600_000 },
  async () => {
    await withService(async (service) => {
      using page = await openPage(service);
      const caller = new RawCaller(page.socket, service.engineId);
      const faults: string[] = [];
      let answered = 0;
      const calls = oddCalls();
      const work = async () => {
        for (const { path, input } of calls) {
          const answer = await caller.call(path, input);
          if (answer === null) continue;
          answered += 1;
          if (answer.body.includes('"internal"'))
            faults.push(`${path} ${(JSON.stringify(input) ?? '').slice(0, 200)}: ${answer.body.slice(0, 300)}`);
        }
      };
      await Promise.all(Array.from({ length: callsAtOnce }, work));
      expect(faults).toEqual([]);
      expect(answered).toBeGreaterThan(3_000);
      expect(page.socket.readyState).toBe(page.socket.OPEN);
      console.log(`${answered} odd calls answered`);
    });
  },
);

/** Calls by the wire's own words, so that an input can be anything that JSON can be. */
class RawCaller {
  readonly #socket: WebSocket;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #open = new Map<string, (answer: Answer) => void>();
  #lastId = 0;

  constructor(socket: WebSocket, engineId: string) {
    this.#socket = socket;
    this.#headers = toCallHeaders(engineId);
    socket.on('message', (data: Buffer, isBinary) => {
      const text = data.toString('utf8');
      const message = JSON.parse(isBinary ? text.slice(4, 4 + data.readUInt32BE(0)) : text) as {
        i: string;
        p: { s?: number };
      };
      this.#open.get(message.i)?.({ status: message.p.s ?? 200, body: text });
    });
  }

  /** Its answer; null where it waits for longer than a second, and is cancelled. */
  async call(path: string, input: unknown): Promise<Answer | null> {
    const id = `raw-${(this.#lastId += 1)}`;
    const { promise, resolve } = Promise.withResolvers<Answer | null>();
    this.#open.set(id, resolve);
    this.#socket.send(JSON.stringify({ i: id, p: { u: path, h: this.#headers, b: { json: input } } }));
    const late = setTimeout(() => {
      this.#socket.send(JSON.stringify({ i: id, t: 4 }));
      resolve(null);
    }, patienceMs);
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      this.#open.delete(id);
    }
  }
}
