import type { EngineService } from './create-engine.ts';
import type { PageConnection } from './page-connection.ts';

/** What ports of Electron, of Node and of browsers have in common. */
export interface PagePort {
  postMessage(message: unknown): void;
  close(): void;
}

/**
 * Joins a page at the other end of a port with the service. `listen` is how that kind of port tells its messages. The owner of the
 * port disposes of the connection when it closes.
 */
export function connectPort(
  service: EngineService,
  port: PagePort,
  listen: (receive: (data: unknown) => void) => void,
): PageConnection {
  const page = service.connectPage({
    send(message, onSent) {
      port.postMessage(message);
      // What waits in a port is in the page's own memory.
      onSent();
    },
    close: () => port.close(),
    // Messages wait in the service then; only a page of ours has a port.
    pause: () => undefined,
    resume: () => undefined,
  });
  listen((data) => page.receive(data));
  return page;
}
