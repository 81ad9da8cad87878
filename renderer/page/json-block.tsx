import { useLayoutEffect, useRef } from 'react';
import type { JsonInk, JsonText } from '../objects/json-text.ts';
import styles from './json-block.module.css';

/** Inks for more tokens than this cost more than they help; so long a record is read by searching. */
const mostInked = 50_000;

const inks: readonly JsonInk[] = ['key', 'string', 'number', 'word'];

/**
 * JSON in its inks. The text is one text node, so that a large record is drawn at once and the browser's search finds
 * everything; the inks are highlights laid over it (CSS Custom Highlight API), not elements.
 */
export function JsonBlock({ json, label }: { json: JsonText; label: string }) {
  const block = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    const text = block.current?.firstChild;
    // Older browsers have no highlights: there the text has one ink.
    if (!text || !('highlights' in CSS) || json.tokens.length > mostInked) return undefined;
    for (const ink of inks) {
      const ranges = json.tokens
        .filter((token) => token.ink === ink)
        .map(
          ({ start, end }) =>
            new StaticRange({ startContainer: text, startOffset: start, endContainer: text, endOffset: end }),
        );
      CSS.highlights.set(`json-${ink}`, new Highlight(...ranges));
    }
    return () => {
      for (const ink of inks) CSS.highlights.delete(`json-${ink}`);
    };
  }, [json]);
  return (
    // A place that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre ref={block} className={styles['block']} dir="ltr" role="region" aria-label={label} tabIndex={0}>
      {json.text}
    </pre>
  );
}
