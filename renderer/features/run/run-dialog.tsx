import { Download, Play } from 'lucide-react';
import { useCallback, useEffect, useEffectEvent, useId, useMemo, useState } from 'react';
import { runCommand } from '../../../engine/commands/containers.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { findImage, toCanonicalReference } from '../../objects/image-reference.ts';
import { useRows, useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Details } from '../../ui/details.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { isApple } from '../../ui/keys.ts';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { isKeyPress } from '../../verbs/keys.ts';
import { checkRunForm, type RunField, type RunProblems } from './check-run-form.ts';
import { CommandPreview } from './command-preview.tsx';
import { ImageField } from './image-field.tsx';
import { NameField } from './name-field.tsx';
import { PortsField } from './ports-field.tsx';
import { emptyRunForm, type RunForm, toRunRequest } from './run-form.ts';
import styles from './run-dialog.module.css';
import { JobRow } from '../../jobs/job-row.tsx';
import { useExposedPorts } from './use-exposed-ports.ts';
import { useSettled } from '../../page/use-settled.ts';
import { usePullFirst } from './use-pull-first.ts';
import { useSubmit } from './use-submit.ts';

const runKeys = ['mod', 'enter'];
const dialogWidthPx = 960;

/** Asks what a container is to be run from, and how; the docker command beside it says the same. */
export function RunDialog({ image, onClose }: { image: string | null; onClose: () => void }) {
  const t = useT();
  const { command } = useStores();
  const formId = useId();
  const [form, setForm] = useState<RunForm>(() => emptyRunForm(image ?? ''));
  const [focused, setFocused] = useState<RunField | null>(null);
  const [touched, setTouched] = useState<ReadonlySet<RunField>>(new Set());
  const images = useRows('images', ({ rows }) => rows);
  const containers = useRows('containers', ({ rows }) => rows);
  const { submit, isBusy: isRunning, refusal } = useSubmit(onClose);
  const { pull, isPulling, transfer, problem: pullProblem } = usePullFirst();
  const isBusy = isRunning || isPulling;

  const check = useCallback(
    (checked: RunForm) => {
      const found = checkRunForm(checked, { images: images.values(), containers: containers.values() });
      return refusal.merge(checked, found);
    },
    [images, containers, refusal],
  );
  const problems = useMemo(() => check(form), [check, form]);
  // What is typed is judged when the typing pauses; what is mended is mended at once.
  const settled = useSettled(form);
  const settledProblems = useMemo(() => check(settled), [check, settled]);
  const shown = useMemo(
    () => visibleProblems(problems, settledProblems, touched),
    [problems, settledProblems, touched],
  );
  const request = useMemo(() => toRunRequest(form), [form]);
  const found = useMemo(() => findImage(form.image, images.values()), [form.image, images]);
  useExposedPorts(found, containers, setForm);

  const script = useScript(useMemo(() => runCommand(request), [request]));
  useEffect(() => command.showHint(script), [command, script]);
  // An image that is not here is no obstacle: it is pulled first.
  const needsPull = problems.get('image')?.kind === 'image-missing';
  const blocking = problems.size - (needsPull ? 1 : 0);
  const pullAndRun = async () => {
    // As the list of transfers calls it.
    if (!needsPull || (await pull(toCanonicalReference(request.image)))) await submit(request);
  };
  const run = () => {
    if (blocking === 0 && !isBusy) void pullAndRun();
    else setTouched(new Set(problems.keys()));
  };
  useRunKey(run);
  const change = (next: RunForm, field: RunField) => {
    setForm(next);
    setTouched((before) => (before.has(field) ? before : new Set(before).add(field)));
  };
  const fieldProps = { form, problems: needsPull ? withoutImage(shown) : shown, onChange: change, onFocus: setFocused };

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('run.title')}
      width={dialogWidthPx}
      closeLabel={t('run.close')}
      dismissible={form.image === (image ?? '') && form.name === ''}
      footer={
        <>
          {blocking === 0 || isBusy ? null : (
            <span className={styles['count']} role="status">
              <StatusGlyph status={fieldProps.problems.size === 0 ? 'created' : 'failed'} size={12} />
              {fieldProps.problems.size === 0 ? t('run.chooseImage') : t('run.problems', { count: blocking })}
            </span>
          )}
          <Button onClick={onClose}>{t('run.cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            icon={needsPull ? Download : Play}
            keys={runKeys}
            busy={isBusy}
            disabledReason={blocking === 0 ? undefined : t('run.problems', { count: blocking })}
          >
            {needsPull ? t('run.pullAndRun') : t('verbs.container.run.label')}
          </Button>
        </>
      }
    >
      <div className={styles['columns']}>
        <form
          id={formId}
          className={styles['form']}
          aria-label={t('run.formLabel')}
          onSubmit={(event) => {
            event.preventDefault();
            run();
          }}
        >
          <ImageField
            {...fieldProps}
            image={found}
            images={images}
            note={needsPull && settled === form ? t('run.willPull') : undefined}
          />
          {transfer === null ? null : (
            <ul className={styles['transfer']}>
              <JobRow otherEngine="" job={transfer} />
            </ul>
          )}
          {pullProblem === null ? null : (
            <Callout tone="bad" title={problemWords(pullProblem, t).title}>
              {problemWords(pullProblem, t).why}
            </Callout>
          )}
          <NameField {...fieldProps} />
          <PortsField {...fieldProps} />
          {refusal.problem === null ? null : (
            <Callout tone="bad" title={problemWords(refusal.problem, t).title}>
              {problemWords(refusal.problem, t).why}
              <Details summary={t('run.details')}>{problemDetails(refusal.problem, t).join('\n')}</Details>
            </Callout>
          )}
        </form>
        <CommandPreview request={request} form={form} focused={focused} problems={fieldProps.problems} />
      </div>
    </Dialog>
  );
}

/** An untouched form has nothing wrong with it yet: fields are judged once somebody was there. */
function visibleProblems(problems: RunProblems, settled: RunProblems, touched: ReadonlySet<RunField>): RunProblems {
  return new Map([...settled].filter(([field]) => problems.has(field) && (touched.has(field) || field !== 'image')));
}

/** An image that is pulled first is nothing to mend. */
function withoutImage(problems: RunProblems): RunProblems {
  return new Map([...problems].filter(([field]) => field !== 'image'));
}

function useRunKey(run: () => void): void {
  const onRun = useEffectEvent(run);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!isKeyPress(event, runKeys, isApple)) return;
      event.preventDefault();
      onRun();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
