import { familiarReference, parseImageReference, withDefaultTag } from '../contract/image-reference.ts';
import type { Image } from '../contract/images.ts';
import type { Log } from '../platform/log.ts';
import type { TransferEngine } from '../transfers/transfer-engine.ts';
import type { EngineSession } from './engine-session.ts';

/** An engine as a transfer sees it. */
export function toTransferEngine(session: EngineSession, log: Log): TransferEngine {
  const { engine, credentials, registryClient, mirror } = session;
  return {
    engine,
    keepOpen: () => session.keepOpen(),
    headerFor: (address, signal) => credentials.headerFor(address, signal),
    manifestLayers: (reference, platform, signal) => registryClient.manifestLayers(reference, platform, signal),
    sizeOf: (references) =>
      sizeTogether(
        references,
        [...mirror.of('images').rows.values()].map(({ row }) => row),
      ),
    log,
  };
}

/** About what images have together: what each has alone, and once what the one that shares most shares. Null where one is not known. */
function sizeTogether(references: readonly string[], images: readonly Image[]): number | null {
  const found = new Set<Image>();
  for (const text of references) {
    const reference = parseImageReference(text);
    const name = reference === null ? '' : familiarReference(withDefaultTag(reference));
    const image = images.find(({ id, tags, digests }) => id === text || tags.includes(name) || digests.includes(name));
    if (image === undefined) return null;
    found.add(image);
  }
  let alone = 0;
  let mostShared = 0;
  for (const { sizeBytes, sharedBytes } of found) {
    alone += sizeBytes - (sharedBytes ?? 0);
    mostShared = Math.max(mostShared, sharedBytes ?? 0);
  }
  return alone + mostShared;
}
