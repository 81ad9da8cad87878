import { useEffect, useMemo, useState } from 'react';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { useStores } from '../../stores/stores-context.tsx';

/** More tags than this are not chosen from a list. */
const mostTags = 2000;

/** The tags that the registry has for a repository, newest numbers first; empty until they are wanted, and where it tells none. */
export function useTags(address: string, repository: string, isWanted: boolean): readonly string[] {
  const { client } = useStores();
  const key = `${address}/${repository}`;
  const [known, setKnown] = useState<{ readonly key: string; readonly tags: readonly string[] }>({ key: '', tags: [] });
  const isKnown = known.key === key;
  useEffect(() => {
    if (!isWanted || repository === '' || isKnown) return undefined;
    const life = new AbortController();
    const read = async () => {
      const tags: string[] = [];
      let after: string | null = '';
      while (after !== null && tags.length < mostTags) {
        const page: { names: string[]; next: string | null } = await client.registries.tags(
          { address, repository, after },
          { signal: life.signal },
        );
        tags.push(...page.names);
        after = page.next;
      }
      setKnown({ key, tags });
    };
    read().catch(() => {
      // A registry that lists no tags, or nobody that is not signed in: the field works without.
      if (!life.signal.aborted) setKnown({ key, tags: [] });
    });
    return () => life.abort();
  }, [client, address, repository, isWanted, isKnown, key]);
  return useMemo(() => (known.key === key ? inOrder(known.tags) : []), [known, key]);
}

function inOrder(tags: readonly string[]): readonly string[] {
  const rank = (tag: string) => (tag === 'latest' ? 0 : 1);
  return tags.toSorted((a, b) => rank(a) - rank(b) || compareText(toNaturalKey(b), toNaturalKey(a)));
}
