import { useEffect, useId, useMemo, useState } from 'react';
import { tagImageCommand } from '../../../engine/commands/images.ts';
import { familiarReference, parseImageReference, withDefaultTag } from '../../../engine/contract/image-reference.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { useT } from '../../i18n/use-words.ts';
import { findImage, toCanonicalReference } from '../../objects/image-reference.ts';
import { useSettled } from '../../page/use-settled.ts';
import { useRows, useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { tagImage } from '../../verbs/image-verbs.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { CommandPreview, FormProblem } from './form-parts.tsx';
import styles from './form-parts.module.css';
import { faultWords, mendedReference } from './reference-words.ts';

const enterKeys = ['enter'];

/** Asks for another name for an image. */
export function TagDialog({ image: source, onClose }: { image: string; onClose: () => void }) {
  const t = useT();
  const { command, toasts, dialogs } = useStores();
  const { run } = useVerbs();
  const formId = useId();
  const [text, setText] = useState('');
  const [isSent, setIsSent] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const images = useRows('images', ({ rows }) => rows);
  const typed = text.trim();
  const settled = useSettled(text);
  const parsed = useMemo(() => parseImageReference(typed), [typed]);
  const fault = faultOf();
  const note = useMemo(() => {
    if (parsed === null) return null;
    const here = findImage(source, images.values());
    const other = findImage(typed, images.values());
    if (other === null || typed === '') return null;
    return other === here ? 'same' : 'moves';
  }, [parsed, source, typed, images]);
  const line = useMemo(() => tagImageCommand(source, typed === '' ? 'NAME' : typed), [source, typed]);
  const script = useScript(line);
  useEffect(() => command.showHint(script), [command, script]);

  function faultOf(): string | undefined {
    if (settled !== text && !isSent) return undefined;
    if (isSent && typed === '') return t('images.faults.empty');
    if (parsed !== null && parsed.digest !== '') return t('images.tag.noDigest');
    return faultWords(text, t);
  }

  const send = async () => {
    setIsSent(true);
    if (parsed === null || parsed.digest !== '' || isBusy) return;
    setIsBusy(true);
    setProblem(null);
    const outcome = await run(tagImage, [{ id: `tag ${typed}`, source, name: typed }], { isQuiet: true });
    setIsBusy(false);
    if (outcome.kind === 'failed') {
      setProblem([...outcome.problems.values()][0] ?? null);
      return;
    }
    const name = familiarReference(withDefaultTag(parsed));
    toasts.show({
      tone: 'ok',
      title: t('images.tag.done', { source, name }),
      action: {
        label: t('images.tag.push'),
        onAction: () => dialogs.show({ kind: 'push', image: name, registry: '' }),
      },
    });
    onClose();
  };
  const mended = fault === undefined ? null : mendedReference(text);
  const isSame = note === 'same' && toCanonicalReference(typed) === toCanonicalReference(source);

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('images.tag.title', { name: source })}
      closeLabel={t('images.forms.close')}
      dismissible={typed === ''}
      footer={
        <>
          <Button onClick={onClose}>{t('images.forms.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" keys={enterKeys} busy={isBusy}>
            {t('images.tag.submit')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        aria-label={t('images.tag.form')}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <TextField
          label={t('images.tag.name')}
          placeholder={t('images.tag.placeholder')}
          mono
          value={text}
          maxLength={512}
          hint={
            isSame || note === 'same'
              ? t('images.tag.same')
              : note === 'moves'
                ? t('images.tag.moves')
                : t('images.tag.hint')
          }
          problem={fault}
          fix={
            mended === null
              ? undefined
              : { label: t('images.faults.lowerCase', { name: mended }), onFix: () => setText(mended) }
          }
          onChange={(event) => {
            setText(event.currentTarget.value);
            setIsSent(false);
            setProblem(null);
          }}
        />
        <FormProblem title={t('images.verbs.tag.failure', { name: typed })} problem={problem} />
        <CommandPreview script={script} />
      </form>
    </Dialog>
  );
}
