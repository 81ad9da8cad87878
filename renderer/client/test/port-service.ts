import { implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { Container } from '../../../engine/contract/containers.ts';
import { contract } from '../../../engine/contract/contract.ts';
import { listenForEnginePorts, messagePortTransport } from '../message-port-transport.ts';

type Answers = Partial<{
  inspect: (id: string, signal: AbortSignal | undefined) => Promise<string>;
  changes: (seq: number) => Promise<{ seq: number; reset: boolean; upserts: Container[]; removes: string[] }>;
}>;

/** A service of two procedures over the real contract, and a way to hand its port to a page as the preload does. */
export function startPortService(answers: Answers) {
  const page = new EventTarget();
  const os = implement(contract);
  const handler = new RPCHandler({
    containers: {
      inspect: os.containers.inspect.handler(async ({ input, signal }) => ({
        json: (await answers.inspect?.(input.id, signal)) ?? '',
      })),
      changes: os.containers.changes.handler(async ({ input }) => ({
        epoch: 'e1',
        freshness: 'live' as const,
        asOfMs: 1,
        ...((await answers.changes?.(input.seq)) ?? { seq: 0, reset: true, upserts: [], removes: [] }),
      })),
    },
  });
  const open: MessagePort[] = [];
  return {
    transport: messagePortTransport(listenForEnginePorts(page as unknown as Window)),
    page,
    /** Brings a port to the page, from the page itself unless told otherwise. */
    bringPort(source: unknown = page) {
      const { port1, port2 } = new MessageChannel();
      handler.upgrade(port1);
      port1.start();
      open.push(port1, port2);
      const event = new Event('message');
      page.dispatchEvent(Object.assign(event, { source, data: { type: 'berth:engine-port' }, ports: [port2] }));
      return port1;
    },
    [Symbol.dispose]() {
      for (const port of open) port.close();
    },
  };
}
