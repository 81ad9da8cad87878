import { once } from 'node:events';
import { request } from 'node:http';
import { createRandom } from './crowd/random.ts';
import { type LayeredImage, makeLayer, type TestLayer } from './layered-images.ts';

/** One call of the daemon's API without a body; answers its JSON. */
export async function askDaemon(socketPath: string, method: string, path: string): Promise<unknown> {
  const call = request({ socketPath, path, method, agent: false });
  call.end();
  const [response] = (await once(call, 'response')) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** The answer of `POST /images/prune`. */
export interface Pruned {
  readonly ImagesDeleted: readonly { Untagged?: string; Deleted?: string }[] | null;
  readonly SpaceReclaimed: number;
}

/** Cleans up as the daemon itself does: every unused image with `isAll`, else those without a tag. */
export async function pruneByDaemon(socketPath: string, isAll: boolean): Promise<Pruned> {
  const filters = encodeURIComponent(JSON.stringify({ dangling: [String(!isAll)] }));
  return (await askDaemon(socketPath, 'POST', `/images/prune?filters=${filters}`)) as Pruned;
}

/** Ids of all images, intermediate ones too. */
export async function readImageIds(socketPath: string): Promise<Set<string>> {
  const listed = (await askDaemon(socketPath, 'GET', '/images/json?all=1')) as { Id: string }[];
  return new Set(listed.map(({ Id }) => Id));
}

/** Trees of layers, some of no bytes, under images that share them as they come; a third has lost its tag. */
export async function makeForest(seed: number): Promise<LayeredImage[]> {
  const random = createRandom(seed);
  const root = [await makeLayer(`root-${seed}`, 10_000)];
  const chains: TestLayer[][] = [root];
  const pick = () => chains[random.between(0, chains.length - 1)] ?? root;
  for (let number = 0; number < 40; number++) {
    const below = pick();
    chains.push([...below, await makeLayer(`l-${seed}-${number}`, number % 4 === 0 ? 0 : random.between(1, 50_000))]);
  }
  return Array.from({ length: 24 }, (_, number) => {
    const layers = pick();
    const name = `forest-${seed}/image-${number}`;
    const tags = number % 3 === 0 ? [] : number % 3 === 1 ? [`${name}:1`] : [`${name}:1`, `other-${seed}/${name}:2`];
    const steps = layers.flatMap((_layer, at) => (at % 2 === 0 ? [null, 'ENV NAME=value'] : [null]));
    return { tags, layers, note: String(number), steps };
  });
}
