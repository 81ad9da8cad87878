import type { EngineLink } from '../connections/engine-link.ts';
import { familiarReference, parseImageReference, withDefaultTag } from '../contract/image-reference.ts';
import type { Image } from '../contract/images.ts';
import { isSameAddress } from '../docker/address.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { Log } from '../platform/log.ts';
import { toDownloadsDir } from '../platform/paths.ts';
import type { Credentials } from '../registries/credentials.ts';
import type { RegistryClient } from '../registries/registry-client.ts';
import { Transfers } from '../transfers/transfers.ts';

interface TransfersParts {
  readonly link: EngineLink;
  readonly mirror: Mirror;
  readonly credentials: Credentials;
  readonly registryClient: RegistryClient;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** Makes what carries images; whoever calls disposes of it, before the engine is stopped. */
export function createTransfers({ link, mirror, credentials, registryClient, env, log }: TransfersParts): Transfers {
  return new Transfers({
    engine: () => link.engine,
    answers: link.answers,
    headerFor: (address, signal) => credentials.headerFor(address, signal),
    manifestLayers: (reference, platform, signal) => registryClient.manifestLayers(reference, platform, signal),
    // The mirror has the images of the chosen engine.
    sizeOf: (references, { address }) =>
      isSameAddress(address, link.engine.address)
        ? sizeTogether(
            references,
            [...mirror.images.rows.values()].map(({ row }) => row),
          )
        : null,
    downloadsDir: () => toDownloadsDir(env),
    log,
  });
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
