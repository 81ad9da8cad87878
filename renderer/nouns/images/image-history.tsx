import { useMemo } from 'react';
import { imageHistoryCommand } from '../../../engine/commands/images.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useReadingCommand } from '../../page/use-reading-command.ts';
import { useStores } from '../../stores/stores-context.tsx';
import styles from './image-pane.module.css';
import { ReadingView } from './reading-view.tsx';
import { useReading } from './use-reading.ts';

/** How the image was made: its steps with what each weighs. */
export function ImageHistory({ reference, name }: { reference: string; name: string }) {
  const t = useT();
  const format = useFormat();
  const { client } = useStores();
  useReadingCommand(useMemo(() => imageHistoryCommand(name), [name]));
  const reading = useReading(reference, (signal) => client.images.history({ reference }, { signal }));
  return (
    <ReadingView reading={reading}>
      {(steps) => (
        <ol className={styles['list']} aria-label={t('images.pane.steps', { name })}>
          {steps.map(({ instruction, sizeBytes }, index) => {
            const { keyword, rest } = cut(instruction);
            return (
              <li
                // Steps have no identity beyond their place.
                // oxlint-disable-next-line react/no-array-index-key
                key={index}
                className={styles['step']}
                data-empty={sizeBytes === 0 || undefined}
                title={instruction}
              >
                {keyword === '' ? null : <span className={styles['keyword']}>{keyword}</span>}
                <bdi className={styles['text']} dir="ltr" data-alone={keyword === '' || undefined}>
                  {rest}
                </bdi>
                <span className={styles['bytes']} title={sizeBytes === 0 ? t('images.pane.noSize') : undefined}>
                  {sizeBytes === 0 ? t('lists.none') : format.diskSize(sizeBytes)}
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </ReadingView>
  );
}

/** `RUN apk add tini` in its keyword and the rest; what some other tool wrote has no keyword. */
function cut(instruction: string): { keyword: string; rest: string } {
  const [, keyword = '', rest = ''] = /^([A-Z]+)(?:\s+(.*))?$/s.exec(instruction) ?? ['', '', instruction];
  return { keyword, rest };
}
