import type { WebSocket } from 'ws';
import type { Log } from '../platform/log.ts';

/** Told to a page that sends what is no call (RFC 6455, 7.4.1: policy violation). */
const malformedCode = 1008;

/** What the RPC handler needs of a WebSocket. */
export type RpcSocket = Pick<WebSocket, 'send' | 'addEventListener'>;

/** A call is a JSON object with the id of the call in `i` (oRPC 1.16, standard-server-peer codec); a piece of a file travels beside it. */
function isCallMessage(data: unknown): boolean {
  const json = typeof data === 'string' ? data : readPackedJson(data);
  if (json === null) return false;
  try {
    const message: unknown = JSON.parse(json);
    return typeof message === 'object' && message !== null && 'i' in message && typeof message.i === 'string';
  } catch {
    return false;
  }
}

/** The JSON of a message that has bytes beside it: its length, itself, the bytes (`engine/contract/attachments.ts`). Null for other binary. */
function readPackedJson(data: unknown): string | null {
  if (!(data instanceof Uint8Array)) return null;
  const whole = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (whole.length < headBytes) return null;
  const end = headBytes + whole.readUInt32BE(0);
  return end > whole.length ? null : whole.toString('utf8', headBytes, end);
}

const headBytes = 4;

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
