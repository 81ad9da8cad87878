import { useEffect, useId, useMemo, useState } from 'react';
import { saveCommand } from '../../../engine/commands/transfers.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { saveToFile } from '../../verbs/transfer-verbs.ts';
import { CommandPreview, FormProblem } from './form-parts.tsx';
import styles from './form-parts.module.css';
import { useBegin } from './use-begin.ts';

const enterKeys = ['enter'];
const dialogWidthPx = 560;

/** Asks for the file that images are saved to. */
export function SaveDialog({ references, onClose }: { references: readonly string[]; onClose: () => void }) {
  const t = useT();
  const { client, command } = useStores();
  const formId = useId();
  const [first = ''] = references;
  const title = t('images.save.title', { name: first, count: references.length });
  const [path, setPath] = useState<string | null>(null);
  const [canChoose, setCanChoose] = useState(false);
  const [isSent, setIsSent] = useState(false);
  const { begin, isBusy, problem, setProblem } = useBegin(onClose);
  const suggest = useMemo(() => () => client.transfers.savePath({ references: [...references] }), [client, references]);
  useEffect(() => {
    let isWanted = true;
    suggest().then(
      (answer) => {
        // Who typed first is not overwritten.
        if (!isWanted) return undefined;
        setPath((before) => before ?? answer.path);
        setCanChoose(answer.canChoose);
        return undefined;
      },
      () => {
        // Then it is typed by hand.
      },
    );
    return () => {
      isWanted = false;
    };
  }, [suggest]);
  const typed = (path ?? '').trim();
  const line = useMemo(() => saveCommand(references, typed === '' ? 'FILE' : typed), [references, typed]);
  const script = useScript(line);
  useEffect(() => command.showHint(script), [command, script]);
  const choose = async () => {
    // Where there is no dialog after all, the place is typed by hand.
    const chosen = await client.transfers.chooseSavePath({ path: typed, title }).catch(() => ({ path: null }));
    if (chosen.path === null) return;
    setPath(chosen.path);
    setIsSent(false);
    setProblem(null);
  };
  const isAboutPath = problem !== null && isPathProblem(problem);
  const send = () => {
    setIsSent(true);
    if (typed !== '' && !isBusy) void begin(saveToFile, { id: `save ${typed}`, references, path: typed });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={title}
      width={dialogWidthPx}
      closeLabel={t('images.forms.close')}
      footer={
        <>
          <Button onClick={onClose}>{t('images.forms.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" keys={enterKeys} busy={isBusy}>
            {t('images.save.submit')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        aria-label={t('images.save.form')}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {references.length === 1 ? null : (
          <div className={styles['names']} aria-label={t('images.save.images')} role="group">
            {references.map((reference) => (
              <ImageRef key={reference} reference={reference} />
            ))}
          </div>
        )}
        <TextField
          label={t('images.save.path')}
          mono
          value={path ?? ''}
          maxLength={4096}
          hint={t('images.save.hint')}
          problem={
            isAboutPath ? problemWords(problem, t).why : isSent && typed === '' ? t('images.save.empty') : undefined
          }
          fix={
            isAboutPath
              ? {
                  label: t('images.save.free'),
                  onFix: () => {
                    setProblem(null);
                    suggest().then(
                      (answer) => setPath(answer.path),
                      () => {
                        // The field keeps what it has.
                      },
                    );
                  },
                }
              : undefined
          }
          onChange={(event) => {
            setPath(event.currentTarget.value);
            setIsSent(false);
            setProblem(null);
          }}
        />
        {canChoose ? (
          <span>
            <Button size="sm" onClick={() => void choose()}>
              {t('images.save.choose')}
            </Button>
          </span>
        ) : null}
        <FormProblem title={t('images.save.refused')} problem={isAboutPath ? null : problem} />
        <CommandPreview script={script} />
      </form>
    </Dialog>
  );
}

function isPathProblem({ reason }: EngineProblem): boolean {
  return reason === 'file-exists' || reason === 'file-not-writable';
}
