import { connect, type OnReadOpts, type Socket } from 'node:net';

/**
 * Connects to a unix socket. Rejects with the system's error, or with the signal's reason; the
 * socket is destroyed then. `onread` is as `net.connect` takes it.
 */
export function dialUnix(path: string, signal: AbortSignal, onread: OnReadOpts | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, ...(onread === undefined ? {} : { onread }) });
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      reject(error);
    };
    const stop = () => fail(signal.reason);
    // Stays: an error that comes before the caller listens must not end the process.
    socket.on('error', fail);
    socket.once('connect', () => {
      signal.removeEventListener('abort', stop);
      resolve(socket);
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
