import type { Attachments } from '../contract/attachments.ts';

interface Socket {
  send(data: never): void;
}

interface Port {
  postMessage(message: never): void;
}

interface MessageLike {
  readonly data?: unknown;
}

type Listener = (event: MessageLike) => void;

/** The socket, but with the bytes of a message beside it, both ways. */
export function packSocket<T extends Socket>(socket: T, attachments: Attachments): T {
  const send = (data: unknown) => socket.send(attachments.pack(data) as never);
  return replace(socket, { send, ...unpackListeners(socket, attachments) });
}

/** The port, but with the bytes of a message beside it, both ways. */
export function packPort<T extends Port>(port: T, attachments: Attachments): T {
  const postMessage = (message: unknown) => port.postMessage(attachments.pack(message) as never);
  return replace(port, { postMessage, ...unpackListeners(port, attachments) });
}

/** Ports of Node and sockets tell by `addEventListener`, those of Electron by `on`. */
function unpackListeners(target: object, attachments: Attachments): Record<string, unknown> {
  const listen = (name: string) => (type: string, listener: Listener) => {
    const add = Reflect.get(target, name, target) as (type: string, listener: Listener) => unknown;
    const unpacking: Listener = (event) => listener({ data: unpack(attachments, event.data) });
    return add.call(target, type, type === 'message' ? unpacking : listener);
  };
  return { on: listen('on'), addEventListener: listen('addEventListener') };
}

/** Binary that no page of ours has packed stays as it is, and is no message to whoever reads it. */
function unpack(attachments: Attachments, data: unknown): unknown {
  try {
    return attachments.unpack(data);
  } catch {
    return data;
  }
}

/** Ports of Electron and of Node keep their state where only their own methods find it: those are called on the port itself. */
function replace<T extends object>(target: T, methods: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get(_, property) {
      if (typeof property === 'string' && Object.hasOwn(methods, property)) return methods[property];
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
