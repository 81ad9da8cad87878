import type { Attachments } from '../contract/attachments.ts';

interface Socket {
  send(data: never): void;
}

interface Port {
  postMessage(message: never): void;
}

/** The socket, but with the bytes of a message sent beside it. */
export function packSocket<T extends Socket>(socket: T, attachments: Attachments): T {
  const send = (data: unknown) => socket.send(attachments.pack(data) as never);
  return replace(socket, 'send', send);
}

/** The port, but with the bytes of a message sent beside it. */
export function packPort<T extends Port>(port: T, attachments: Attachments): T {
  const postMessage = (message: unknown) => port.postMessage(attachments.pack(message) as never);
  return replace(port, 'postMessage', postMessage);
}

/** Ports of Electron and of Node keep their state where only their own methods find it: those are called on the port itself. */
function replace<T extends object>(target: T, name: string, method: unknown): T {
  return new Proxy(target, {
    get(_, property) {
      if (property === name) return method;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
