import { listenForEnginePorts, messagePortTransport } from '../client/message-port-transport.ts';
import { readToken } from '../client/page-token.ts';
import type { OpenTransport } from '../client/transport.ts';
import { webSocketTransport } from '../client/web-socket-transport.ts';

/** The desktop app hands the page a port to its service; a browser gets there over a WebSocket of the page's own host. */
export function openTransportOf(window: Window, storage: Pick<Storage, 'getItem'>): OpenTransport {
  const { protocol, host } = window.location;
  if (protocol === 'http:' || protocol === 'https:') {
    const scheme = protocol === 'https:' ? 'wss' : 'ws';
    return webSocketTransport(`${scheme}://${host}/rpc`, () => readToken(storage));
  }
  return messagePortTransport(listenForEnginePorts(window));
}
