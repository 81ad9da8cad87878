import type { Attachments } from '../../engine/contract/attachments.ts';

/** The `addEventListener` of a socket or port, whose messages come without the bytes beside them; those wait in `attachments`. */
export function unpackMessages<T extends WebSocket | MessagePort>(
  target: T,
  attachments: Attachments,
): T['addEventListener'] {
  const addEventListener = (type: string, listener: (event: Event) => void, options?: AddEventListenerOptions) => {
    const listen = (event: Event) =>
      listener(
        event instanceof MessageEvent
          ? new MessageEvent(type, { data: attachments.unpack(event.data).message })
          : event,
      );
    target.addEventListener(type, type === 'message' ? listen : listener, options);
  };
  return addEventListener;
}
