import { useEffect, useRef, useState } from 'react';
import { useFreshness, useRows, useStores } from '../../stores/stores-context.tsx';

/** What a clean-up would free, and what all images take; null where the engine does not tell. */
export interface DiskUse {
  readonly reclaimBytes: number;
  readonly totalBytes: number | null;
}

/** The engine looks at every layer for it: not while images come and go. */
const quietMs = 1500;

/** What the images take and what is not needed of it, asked when the page opens and when the lists have changed and rest. */
export function useDiskUse(): DiskUse | null {
  const { client } = useStores();
  const images = useRows('images', ({ rows }) => rows);
  const users = useRows('containers', ({ rows }) => rows.size);
  const freshness = useFreshness('images');
  const [use, setUse] = useState<DiskUse | null>(null);
  const hasAsked = useRef(false);
  useEffect(() => {
    if (freshness !== 'live') return undefined;
    const life = new AbortController();
    const timer = setTimeout(
      () => {
        client.images.prunable({ isAll: true }, { signal: life.signal }).then(
          ({ reclaimBytes, totalBytes }) => setUse({ reclaimBytes, totalBytes }),
          () => {
            // A number beside the list: without it the button says no number.
          },
        );
      },
      hasAsked.current ? quietMs : 0,
    );
    hasAsked.current = true;
    return () => {
      clearTimeout(timer);
      life.abort();
    };
    // What changed is not used, but is what makes it worth asking again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps
  }, [client, images, users, freshness]);
  return use;
}
