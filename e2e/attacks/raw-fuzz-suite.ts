import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { withService } from './attacked-service.ts';
import type { ServiceAddress } from '../fixtures/raw-socket.ts';
import { createRandom } from './random.ts';
import { type RawInput, rawKinds } from './raw-inputs.ts';

const seed = 20_261_201;
const atOnce = 48;
/** A connection that neither side ends: the service waits for more of a request, as it should. */
const patienceMs = 40;

/** Sends so many raw inputs over connections of their own, and expects the service to stay alive, small and answering. */
export function testRawInputs(inputs: number): void {
  test(`${inputs} raw inputs leave the service alive, small and answering`, { timeout: 900_000 }, async () => {
    await withService(async (service) => {
      const random = createRandom(seed);
      const kinds = Object.values(rawKinds);
      expect(kinds.length).toBeGreaterThanOrEqual(10);
      let sent = 0;
      const work = async () => {
        while (sent < inputs && service.isAlive) {
          sent += 1;
          const make = kinds[sent % kinds.length];
          if (make !== undefined) await send(service, make(random, service), `127.0.0.${1 + (sent % 8)}`);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      expect(sent).toBeGreaterThanOrEqual(inputs);
    });
  });
}

/** Sends the input over a connection of its own and waits until that has ended. */
function send(service: ServiceAddress, { pieces, end }: RawInput, localAddress: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: service.port, localAddress });
    let waitsForAnswer = pieces.length > 1;
    const finish = () => {
      if (end === 'half') socket.end();
      else if (end === 'reset') socket.resetAndDestroy();
      else socket.destroySoon();
    };
    const late = setTimeout(() => socket.resetAndDestroy(), patienceMs);
    socket.on('error', () => undefined); // The service resets what it refuses.
    socket.once('close', () => {
      clearTimeout(late);
      resolve();
    });
    socket.once('connect', () => {
      socket.write(pieces[0] ?? '', () => {
        if (pieces.length === 1) finish();
      });
    });
    // What follows a handshake is sent once that has been answered, be it by a refusal.
    socket.on('data', () => {
      if (!waitsForAnswer) return;
      waitsForAnswer = false;
      const [last = Buffer.alloc(0), ...before] = pieces.slice(1).reverse();
      for (const piece of before.reverse()) socket.write(piece);
      socket.write(last, finish);
    });
  });
}
