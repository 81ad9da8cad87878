import http from 'node:http';

/** An engine unpacks the welcome image in well under a second; this is for a very slow disk. */
const answerMs = 60_000;

/** Gives an image archive to an engine on a unix socket (`POST /images/load`); throws the engine's words where it refuses. */
export async function loadImage(socketPath: string, archive: Uint8Array, signal: AbortSignal): Promise<void> {
  const { statusCode, body } = await post(socketPath, '/images/load?quiet=1', archive, signal);
  // A load that fails half way answers 200 and carries its error in the stream.
  if (statusCode !== 200 || body.includes('"errorDetail"'))
    throw new Error(`Image not loaded (${statusCode}): ${body}`);
}

function post(
  socketPath: string,
  apiPath: string,
  content: Uint8Array,
  signal: AbortSignal,
): Promise<{ statusCode: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        socketPath,
        path: apiPath,
        method: 'POST',
        headers: { 'content-type': 'application/x-tar', 'content-length': content.byteLength },
        timeout: answerMs,
        agent: false,
        signal,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({ statusCode: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      },
    );
    request.once('timeout', () => request.destroy(new Error(`No answer within ${answerMs} ms`)));
    request.once('error', reject);
    request.end(content);
  });
}
