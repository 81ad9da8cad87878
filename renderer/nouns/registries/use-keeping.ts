import { useEffect, useState } from 'react';
import type { KeepingPlaces, SecretPlace } from '../../../engine/contract/registries.ts';
import type { SignInRequest } from '../../verbs/registry-verbs.ts';
import { useStores } from '../../stores/stores-context.tsx';

/** What is known of where the secret of an address would be kept; while it is asked for, that of the address before stays in view. */
export type Keeping =
  | { readonly state: 'none' | 'failed' }
  | { readonly state: 'asking'; readonly before: KeepingPlaces | null }
  | { readonly state: 'known'; readonly places: KeepingPlaces };

/** An answer, whatever came of it. */
export interface KnownKeeping {
  readonly address: string;
  /** Null where it could not be told. */
  readonly places: KeepingPlaces | null;
}

/** While an address is being typed, nothing is asked for each letter. */
const typingMs = 250;

/** A form waits so long for the first answer: it would grow under the hand of who is quick. */
const firstWithinMs = 300;

/** Asks for the address that a form begins with; undefined until it is known or was too long in coming, which is null. */
export function useFirstKeeping(address: string): KnownKeeping | null | undefined {
  const { client } = useStores();
  const [first, setFirst] = useState<KnownKeeping | null | undefined>(undefined);
  useEffect(() => {
    const signal = AbortSignal.timeout(firstWithinMs);
    const abort = new AbortController();
    client.registries.keeping({ address }, { signal: AbortSignal.any([signal, abort.signal]) }).then(
      (places) => setFirst({ address, places }),
      () => {
        if (!abort.signal.aborted) setFirst(null);
      },
    );
    return () => abort.abort();
  }, [client, address]);
  return first;
}

/** Asks where the secret of an address would be kept, beginning with what is known; nothing while there is no address. */
export function useKeeping(address: string | null, first: KnownKeeping | null): Keeping {
  const { client } = useStores();
  const [known, setKnown] = useState(first);
  const isKnown = known !== null && known.address === address;
  useEffect(() => {
    if (address === null || isKnown) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client.registries.keeping({ address }, { signal: abort.signal }).then(
        (places) => setKnown({ address, places }),
        () => {
          if (!abort.signal.aborted) setKnown({ address, places: null });
        },
      );
    }, typingMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, address, isKnown]);
  if (address === null) return { state: 'none' };
  if (!isKnown) return { state: 'asking', before: known?.places ?? null };
  return known.places === null ? { state: 'failed' } : { state: 'known', places: known.places };
}

export type Keep = SignInRequest['keep'];

/** What the form offers, the docker CLI's own way first, unless it is known not to work now. */
export function keepsOf(places: KeepingPlaces): readonly Keep[] {
  const { place, problem, helpers } = places;
  const used = place?.kind === 'helper' ? place.name : null;
  return [
    ...(place === null || problem !== null ? [] : [{ kind: 'as-docker' } as const]),
    ...helpers.filter((name) => name !== used).map((name) => ({ kind: 'helper', name }) as const),
    { kind: 'session' },
    { kind: 'plain-text' },
  ];
}

/** What was chosen, where it is offered; else the first that is safe: as the docker CLI would, with a helper that works, for this session. */
export function keepOf(chosen: Keep | null, places: KeepingPlaces): Keep {
  const offered = keepsOf(places);
  const safest = offered.find(({ kind }) => kind !== 'plain-text');
  return offered.find((one) => chosen !== null && keepId(one) === keepId(chosen)) ?? safest ?? { kind: 'session' };
}

/** Where a choice puts the secret. */
export function placeOfKeep(keep: Keep, places: KeepingPlaces): SecretPlace {
  switch (keep.kind) {
    case 'as-docker':
      return places.place ?? { kind: 'file' };
    case 'helper':
      return { kind: 'helper', name: keep.name };
    case 'session':
      return { kind: 'session' };
    case 'plain-text':
      return { kind: 'file' };
  }
}

/** Of a list, and as a key of React. */
export function keepId(keep: Keep): string {
  return keep.kind === 'helper' ? `helper ${keep.name}` : keep.kind;
}
