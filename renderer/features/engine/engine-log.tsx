import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Details } from '../../ui/details.tsx';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import styles from './engine-screens.module.css';

/** Only while somebody looks at it, and quick enough to see where it stands still. */
const readEveryMs = 1000;

/** Below this the steps alone fill the window. */
const roomQuery = '(height >= 800px)';

/** The end of the bundled engine's own log, read again as long as it is open. */
export function EngineLog() {
  const t = useT();
  const hasRoom = useMediaQuery(roomQuery);
  const [isOpen, setIsOpen] = useState(hasRoom);
  const text = useEngineLog(isOpen);
  const block = useRef<HTMLPreElement>(null);
  useEffect(() => {
    // The newest lines are the last ones.
    if (text !== '') block.current?.scrollTo({ top: block.current.scrollHeight });
  }, [text]);
  return (
    <Details
      summary={t('engine.log.title')}
      open={isOpen}
      onToggle={setIsOpen}
      actions={
        text ? <CopyButton text={text} label={t('engine.log.copy')} copiedLabel={t('lists.copied')} iconOnly /> : null
      }
    >
      <CodeBlock ref={block} label={t('engine.log.title')} className={styles['log']}>
        {text === null ? t('engine.log.failed') : text === '' ? t('engine.log.empty') : text}
      </CodeBlock>
    </Details>
  );
}

/** Null when it cannot be read. */
function useEngineLog(isRead: boolean): string | null {
  const { client } = useStores();
  const [text, setText] = useState<string | null>('');
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      try {
        const log = await client.engines.log(undefined, { signal: abort.signal });
        setText(log.text.trimEnd());
      } catch {
        // The words in its place say so; the next reading may succeed.
        if (!abort.signal.aborted) setText(null);
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void read(), readEveryMs);
    };
    if (isRead) void read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [client, isRead]);
  return text;
}
