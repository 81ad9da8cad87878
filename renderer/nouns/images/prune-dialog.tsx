import { useEffect, useMemo, useState } from 'react';
import { pruneImagesCommand } from '../../../engine/commands/images.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { useRows, useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Tag } from '../../ui/tag.tsx';
import { imageName, pruneImages } from '../../verbs/image-verbs.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { CommandPreview, FormProblem } from './form-parts.tsx';
import styles from './form-parts.module.css';
import { ReadingView } from './reading-view.tsx';
import { useReading } from './use-reading.ts';

/** More lines are not read one by one. */
const mostLines = 200;

type Which = 'untagged' | 'all';

/** Shows which images nothing uses and what they take; removes exactly these. */
export function PruneDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const { client, command } = useStores();
  const { run } = useVerbs();
  const [which, setWhich] = useState<Which>('untagged');
  const [round, setRound] = useState(0);
  const [isBusy, setIsBusy] = useState(false);
  const [hasChanged, setHasChanged] = useState(false);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const [freed, setFreed] = useState<{ readonly bytes: number; readonly count: number } | null>(null);
  const isAll = which === 'all';
  const reading = useReading(`${which} ${round}`, async (signal) => ({
    which,
    found: await client.images.prunable({ isAll }, { signal }),
  }));
  const found = reading.kind === 'read' && reading.value.which === which ? reading.value.found : null;
  const line = useMemo(() => pruneImagesCommand({ isAll }), [isAll]);
  const script = useScript(line);
  useEffect(() => command.showHint(script), [command, script]);
  const remove = async () => {
    if (found === null || isBusy) return;
    setIsBusy(true);
    setProblem(null);
    setHasChanged(false);
    const target = { id: 'prune', isAll, token: found.token };
    const outcome = await run(pruneImages, [target], { isQuiet: true });
    setIsBusy(false);
    if (outcome.kind === 'done') {
      const [pruned] = outcome.results;
      setFreed({ bytes: pruned?.reclaimedBytes ?? 0, count: found.ids.length });
      return;
    }
    const [failed = null] = outcome.kind === 'failed' ? outcome.problems.values() : [];
    if (failed?.reason === 'list-changed') setHasChanged(true);
    else setProblem(failed);
    // Either way the list may be another one now.
    setRound((before) => before + 1);
  };
  const count = found?.ids.length ?? 0;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('images.prune.title')}
      closeLabel={t('images.forms.close')}
      footer={
        freed === null ? (
          <>
            <Button data-autofocus="" onClick={onClose}>
              {t('images.forms.cancel')}
            </Button>
            <Button
              variant="danger-solid"
              busy={isBusy}
              disabledReason={
                found === null ? t('images.prune.reading') : count === 0 ? t('images.prune.nothing') : undefined
              }
              onClick={() => void remove()}
            >
              {count === 0 ? t('images.prune.submitNone') : t('images.prune.submit', { count })}
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onClose}>
            {t('images.prune.close')}
          </Button>
        )
      }
    >
      {freed === null ? (
        <div className={styles['form']}>
          <Segmented
            label={t('images.prune.which')}
            value={which}
            onChange={(chosen) => {
              setWhich(chosen);
              setHasChanged(false);
              setProblem(null);
            }}
            options={[
              { value: 'untagged', label: t('images.prune.untagged') },
              { value: 'all', label: t('images.prune.all') },
            ]}
          />
          <p className={styles['hint']}>{t(isAll ? 'images.prune.allHint' : 'images.prune.untaggedHint')}</p>
          {hasChanged ? <Callout tone="warn" title={t('images.prune.changed')} /> : null}
          <FormProblem title={t('images.verbs.prune.failure')} problem={problem} />
          <ReadingView reading={reading}>
            {() =>
              found === null ? (
                <p role="status">{t('images.prune.reading')}</p>
              ) : count === 0 ? (
                <p role="status">{t('images.prune.nothing')}</p>
              ) : (
                <>
                  <p className={styles['total']} role="status">
                    {t('images.prune.goes', { count, size: found.reclaimBytes })}
                  </p>
                  <ImageLines ids={found.ids} />
                </>
              )
            }
          </ReadingView>
          <CommandPreview script={script} />
        </div>
      ) : (
        <Callout tone="ok" title={t('images.prune.done', { size: freed.bytes })}>
          {t('images.prune.doneText', { count: freed.count })}
        </Callout>
      )}
    </Dialog>
  );
}

/** The images by name, each with what it weighs. */
function ImageLines({ ids }: { ids: readonly string[] }) {
  const t = useT();
  const format = useFormat();
  const images = useRows('images', ({ rows }) => rows);
  const lines = ids
    .flatMap((id) => images.get(id) ?? [])
    .map((image) => ({ image, key: toNaturalKey(imageName(image)) }))
    .sort((a, b) => compareText(a.key, b.key));
  const more = ids.length - Math.min(lines.length, mostLines);
  return (
    // A place that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul className={styles['images']} aria-label={t('images.prune.list')} tabIndex={0}>
      {lines.slice(0, mostLines).map(({ image }) => (
        <li key={image.id} className={styles['imageLine']}>
          <span className={styles['names']}>
            {image.tags.length === 0 ? (
              <>
                <ImageRef reference={imageName(image)} />
                <Tag>{t('images.noTag')}</Tag>
              </>
            ) : (
              image.tags.map((tag) => <ImageRef key={tag} reference={tag} />)
            )}
          </span>
          <span className={styles['bytes']}>{format.diskSize(image.sizeBytes)}</span>
        </li>
      ))}
      {more > 0 ? <li className={styles['imageLine']}>{t('images.prune.showAll', { count: more })}</li> : null}
    </ul>
  );
}
