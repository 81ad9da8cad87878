import type { WebSocket } from 'ws';
import type { Log } from '../platform/log.ts';

/** Told to a page that sends what is no call (RFC 6455, 7.4.1: policy violation). */
const malformedCode = 1008;

/** What the RPC handler needs of a WebSocket. */
export type RpcSocket = Pick<WebSocket, 'send' | 'addEventListener'>;

/** A call is a JSON object with the id of the call in `i` (oRPC 1.16, standard-server-peer codec); pages send nothing in binary. */
function isCallMessage(data: unknown): boolean {
  if (typeof data !== 'string') return false;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === 'object' && message !== null && 'i' in message && typeof message.i === 'string';
  } catch {
    return false;
  }
}

/** Passes on calls only. Anything else is logged and ends the connection: the RPC library would print it and go on. */
export function guardSocket(socket: WebSocket, log: Log): RpcSocket {
  const addEventListener = (type: string, listener: (event: { data: unknown }) => void) => {
    if (type !== 'message') {
      socket.addEventListener(type as 'close', listener as never);
      return;
    }
    socket.addEventListener('message', (event) => {
      if (isCallMessage(event.data)) {
        listener(event);
        return;
      }
      log.warn('refused a malformed message');
      socket.close(malformedCode, 'malformed message');
    });
  };
  return { send: socket.send.bind(socket), addEventListener: addEventListener as WebSocket['addEventListener'] };
}
