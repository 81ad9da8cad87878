import { RPCLink } from '@orpc/client/websocket';
import { Attachments } from '../../engine/contract/attachments.ts';
import { toCallHeaders } from '../../engine/contract/engine-header.ts';
import { unpackMessages } from './unpack-messages.ts';
import type { CallContext, OpenTransport, Transport } from './transport.ts';

const subprotocol = 'berth.v1';

/** Opens the WebSocket of `serve`; the token travels as a subprotocol because a page can set no header on it. */
export function webSocketTransport(url: string, readToken: () => string | null): OpenTransport {
  return async (signal) => {
    const token = readToken();
    if (token === null) return 'refused';
    signal.throwIfAborted();
    const socket = new WebSocket(url, [subprotocol, `token.${token}`]);
    // Else binary answers arrive as Blobs, which are read asynchronously and can overtake each other.
    socket.binaryType = 'arraybuffer';
    const ended = new Promise<void>((resolve) => {
      socket.addEventListener('close', () => resolve(), { once: true });
    });
    const close = () => socket.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      const opened = new Promise<'open'>((resolve) => {
        socket.addEventListener('open', () => resolve('open'), { once: true });
      });
      const first = await Promise.race([opened, ended.then(() => 'ended' as const)]);
      signal.throwIfAborted();
      if (first !== 'open') {
        if (await isRefused(url, token, signal)) return 'refused';
        throw new Error(`No answer from ${url}.`);
      }
    } finally {
      signal.removeEventListener('abort', close);
    }
    return { link: toLink(socket), ended, close } satisfies Transport;
  };
}

/** Whether the service does not know this token: a browser hides why a WebSocket was refused. */
async function isRefused(url: string, token: string, signal: AbortSignal): Promise<boolean> {
  const address = new URL('/token', url);
  address.protocol = address.protocol === 'wss:' ? 'https:' : 'http:';
  // POST, because a browser names the page's origin with it.
  const answer = await fetch(address, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, signal });
  return answer.status === 401;
}

/** A link with the bytes of a message beside it, both ways. */
function toLink(socket: WebSocket): Transport['link'] {
  const attachments = new Attachments();
  const websocket = {
    get readyState() {
      return socket.readyState;
    },
    send: (data: Parameters<WebSocket['send']>[0]) => socket.send(attachments.pack(data)),
    addEventListener: unpackMessages(socket, attachments),
    removeEventListener: socket.removeEventListener.bind(socket),
  };
  return new RPCLink<CallContext>({
    websocket,
    customJsonSerializers: [attachments.serializer],
    headers: ({ context }) => toCallHeaders(context.engine),
  });
}
