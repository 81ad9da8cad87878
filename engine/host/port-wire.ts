import type { EngineService } from './create-engine.ts';
import type { PageConnection } from './page-connection.ts';

/** What ports of Electron, of Node and of browsers have in common. */
export interface PagePort {
  postMessage(message: unknown): void;
  close(): void;
}

interface PortOptions {
  /** How that kind of port tells its messages. */
  readonly listen: (receive: (data: unknown) => void) => void;
  /** The service has closed the port, because something else than calls came over it. */
  readonly onRefused: () => void;
}

/** Joins a page at the other end of a port with the service. The owner of the port disposes of the connection when it closes. */
export function connectPort(
  service: EngineService,
  port: PagePort,
  { listen, onRefused }: PortOptions,
): PageConnection {
  const page = service.connectPage({
    send(message, onSent) {
      port.postMessage(message);
      // What waits in a port is in the page's own memory.
      onSent();
    },
    close() {
      port.close();
      onRefused();
    },
    // Messages wait in the service then; only a page of ours has a port.
    pause: () => undefined,
    resume: () => undefined,
  });
  listen((data) => page.receive(data));
  return page;
}
