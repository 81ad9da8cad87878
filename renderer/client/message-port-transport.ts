import { RPCLink } from '@orpc/client/message-port';
import { Attachments } from '../../engine/contract/attachments.ts';
import { toCallHeaders } from '../../engine/contract/engine-header.ts';
import { Deferred } from './deferred.ts';
import { orAborted } from './or-aborted.ts';
import { unpackMessages } from './unpack-messages.ts';
import type { CallContext, OpenTransport } from './transport.ts';

/** The message with which the preload hands over a port to the engine service, again after each restart of the service. */
const enginePortMessage = 'berth:engine-port';

interface PortWindow {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void, options?: AddEventListenerOptions): void;
}

/** Ports as the preload brings them: the newest waits until it is taken, and a newer one ends the one in use. */
export interface PortInbox {
  /** The next port nobody has taken yet. */
  take(signal: AbortSignal): Promise<MessagePort>;
  /** Settles when a newer port has come, which means that the service behind the older ones is gone. */
  newer(): Promise<void>;
}

/** Listens for engine ports from the first moment on; messages of other windows and frames are ignored. */
export function listenForEnginePorts(window: PortWindow, signal?: AbortSignal): PortInbox {
  let waiting: MessagePort | null = null;
  let arrival = new Deferred<void>();
  window.addEventListener(
    'message',
    (event) => {
      if (event.source !== window || !isEnginePortMessage(event.data)) return;
      const port = event.ports[0];
      if (port === undefined) return;
      waiting?.close();
      waiting = port;
      const arrived = arrival;
      arrival = new Deferred<void>();
      arrived.resolve();
    },
    signal === undefined ? {} : { signal },
  );
  return {
    newer: () => arrival.promise,
    async take(signal) {
      for (;;) {
        const port = waiting;
        waiting = null;
        if (port !== null) return port;
        await orAborted(arrival.promise, signal);
      }
    },
  };
}

/** The transport of the desktop app. A port's 'close' event is newer than some runtimes, so a newer port also ends it. */
export function messagePortTransport(inbox: PortInbox): OpenTransport {
  return async (signal) => {
    const port = await inbox.take(signal);
    const ended = new Promise<void>((resolve) => {
      port.addEventListener('close', () => resolve(), { once: true });
      void inbox.newer().then(() => resolve());
    });
    const attachments = new Attachments();
    const link = new RPCLink<CallContext>({
      port: withAttachments(port, attachments),
      customJsonSerializers: [attachments.serializer],
      headers: ({ context }) => toCallHeaders(context.engine),
    });
    port.start();
    return { link, ended, close: () => port.close() };
  };
}

function isEnginePortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && (data as { type?: unknown }).type === enginePortMessage;
}

/** The port, but with the bytes of a message beside it, both ways. */
function withAttachments(
  port: MessagePort,
  attachments: Attachments,
): Pick<MessagePort, 'addEventListener' | 'postMessage'> {
  return {
    addEventListener: unpackMessages(port, attachments),
    postMessage: (message: unknown) => port.postMessage(attachments.pack(message)),
  };
}
