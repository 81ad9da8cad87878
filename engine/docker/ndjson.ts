import { StringDecoder } from 'node:string_decoder';
import { EngineError } from '../platform/engine-error.ts';

/** A line this long is no event and no progress message. */
const maxLineChars = 16 * 1024 * 1024;

/**
 * Reads newline-delimited JSON from bytes: chunks may split lines and characters. Empty lines are passed over.
 * Throws `rejected` at a line that is not JSON. The last line counts also without its newline.
 */
export async function* readNdjson(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of bytes) {
    rest += decoder.write(chunk);
    let start = 0;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', start)) {
      const line = rest.slice(start, end).trim();
      start = end + 1;
      if (line !== '') yield parseLine(line);
    }
    rest = rest.slice(start);
    if (rest.length > maxLineChars) throw new EngineError('rejected', 'The engine sent a line without an end.');
  }
  rest = (rest + decoder.end()).trim();
  if (rest !== '') yield parseLine(rest);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new EngineError('rejected', `The engine sent a line that is not JSON: ${line.slice(0, 200)}`, {
      cause: error,
    });
  }
}
