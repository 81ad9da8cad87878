import { once } from 'node:events';
import { Agent, request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseImageReference } from '../contract/image-reference.ts';
import { type RealDaemon, startRealDaemon } from '../test/real-daemon.ts';
import { readReference, referenceText, spoiltReference } from '../test/reference-grammar.ts';

let daemon: RealDaemon;
const agent = new Agent({ keepAlive: true });

beforeAll(async () => {
  daemon = await startRealDaemon();
});

afterAll(async () => {
  agent.destroy();
  await daemon?.[Symbol.asyncDispose]();
});

/** Whether the daemon takes it for a name: an image that is not there is to get it, which is refused in other words. */
async function isName(text: string): Promise<boolean> {
  const path = `/images/none/tag?repo=${encodeURIComponent(text)}`;
  const call = request({ socketPath: daemon.socketPath, path, method: 'POST', agent });
  call.end();
  const [response] = (await once(call, 'response')) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const words = Buffer.concat(chunks).toString('utf8');
  // A name like any other, but none to give: the start of an id looks like that.
  if (words.includes('No such image') || words.includes('digest algorithm as name')) return true;
  if (/invalid reference format|invalid repository name|must be lowercase|at least one component/.test(words))
    return false;
  throw new Error(`${text}: ${words}`);
}

test.each([
  ['made by the grammar', referenceText],
  ['spoilt', spoiltReference],
])('the daemon takes and refuses the same names: %s', async (_kind, texts) => {
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      // The daemon tags no digest; an empty name means none to it; a name without a registry is what only Berth refuses.
      fc.pre(!text.includes('@') && text !== '' && readReference(text)?.domain !== '');
      expect(await isName(text)).toBe(parseImageReference(text) !== null);
    }),
    { numRuns: 500 },
  );
});
