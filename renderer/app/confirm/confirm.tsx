import { useState } from 'react';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { ScriptLines } from '../../page/script-lines.tsx';
import type { Choices, ConfirmRequest } from '../../stores/dialogs-store.ts';
import { useLineEngine, useStores } from '../../stores/stores-context.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Details } from '../../ui/details.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import styles from './confirm.module.css';

/** Asks before a verb that takes something away: what goes, what stays, and the command line that would do it. */
export function Confirm({ request }: { request: ConfirmRequest }) {
  const t = useT();
  const { dialogs } = useStores();
  const engine = useLineEngine();
  const [choices, setChoices] = useState<Choices>({});
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<EngineProblem | null>(null);
  const close = () => {
    const { open } = dialogs.getState();
    // By the time a slow removal ends, another question may be open.
    if (open.kind === 'confirm' && open.request === request) dialogs.close();
  };
  const proceed = async () => {
    setIsBusy(true);
    setProblem(null);
    const failed = await request.proceed(choices);
    setIsBusy(false);
    setProblem(failed);
    if (failed === null) close();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
      title={request.title}
      confirmLabel={request.confirmLabel}
      cancelLabel={t('app.confirm.cancel')}
      busy={isBusy}
      onConfirm={() => void proceed()}
      problem={problem && <Problem title={request.failure} problem={problem} />}
    >
      <Sentences title={t('app.confirm.goes')} sentences={request.goes} />
      <Sentences title={t('app.confirm.stays')} sentences={request.stays} />
      {request.choices.map(({ id, label, hint }) => (
        <div key={id} className={styles['choice']}>
          <Checkbox
            label={label}
            checked={choices[id] ?? false}
            onChange={(isChosen) => setChoices((before) => ({ ...before, [id]: isChosen }))}
          />
          <p className={styles['hint']}>{hint}</p>
        </div>
      ))}
      <p className={styles['command']}>
        <ScriptLines script={request.script(engine, choices)} />
      </p>
    </ConfirmDialog>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  return (
    <section className={styles['part']}>
      <h3 className={styles['heading']}>{title}</h3>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

function Problem({ title, problem }: { title: string; problem: EngineProblem }) {
  const t = useT();
  const details = problemDetails(problem, t);
  return (
    <Callout tone="bad" title={title}>
      <p>{problemWords(problem, t).why}</p>
      {details.length > 0 && (
        <Details summary={t('app.toasts.details')}>
          <CodeBlock label={t('app.toasts.details')} wrap>
            {details.join('\n')}
          </CodeBlock>
        </Details>
      )}
    </Callout>
  );
}
