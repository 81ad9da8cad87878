import { useMemo } from 'react';
import { inspectImageCommand } from '../../../engine/commands/images.ts';
import { useT } from '../../i18n/use-words.ts';
import { layOutJson } from '../../objects/json-text.ts';
import { JsonBlock } from '../../page/json-block.tsx';
import { useReadingCommand } from '../../page/use-reading-command.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './image-pane.module.css';
import { ReadingView } from './reading-view.tsx';
import { useReading } from './use-reading.ts';

/** The engine's own record of an image, as JSON. */
export function ImageInspect({ reference, name }: { reference: string; name: string }) {
  const t = useT();
  const { client } = useStores();
  useReadingCommand(useMemo(() => inspectImageCommand(name), [name]));
  const reading = useReading(reference, async (signal) =>
    layOutJson((await client.images.inspect({ reference }, { signal })).json),
  );
  return (
    <ReadingView reading={reading}>
      {(json) => (
        <div className={styles['inspect']}>
          <div className={styles['copy']}>
            <CopyButton text={json.text} label={t('images.pane.copyJson')} copiedLabel={t('lists.copied')} />
          </div>
          <JsonBlock json={json} label={t('images.pane.inspectName', { name })} />
        </div>
      )}
    </ReadingView>
  );
}
