import http from 'node:http';

/** How long one answer may take; dockerd answers within a millisecond or is not ready. */
const answerMs = 2_000;

/** True where a Docker engine answers `GET /_ping` on a unix socket. */
export function answersPing(socketPath: string, signal?: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get(
      { socketPath, path: '/_ping', timeout: answerMs, agent: false, ...(signal === undefined ? {} : { signal }) },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode === 200));
        response.once('error', () => resolve(false));
      },
    );
    request.once('timeout', () => request.destroy());
    // No socket, nobody behind it, or cancelled: it does not answer.
    request.once('error', () => resolve(false));
  });
}

/** Reads a JSON document of the engine's API; throws where it does not answer with one. */
export function readApi(socketPath: string, apiPath: string, timeoutMs: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path: apiPath, timeout: timeoutMs, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    request.once('timeout', () => request.destroy(new Error(`No answer within ${timeoutMs} ms`)));
    request.once('error', reject);
  });
}
