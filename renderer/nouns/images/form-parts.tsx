import { toShellText } from '../../../engine/commands/command.ts';
import type { Script } from '../../../engine/contract/journal.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { ScriptLines } from '../../page/script-lines.tsx';
import { Callout } from '../../ui/callout.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Details } from '../../ui/details.tsx';
import styles from './form-parts.module.css';

/** The docker lines that a form stands for. */
export function CommandPreview({ script }: { script: Script }) {
  const t = useT();
  return (
    <section className={styles['command']} aria-label={t('images.forms.command')}>
      <div className={styles['line']}>
        <ScriptLines script={script} />
      </div>
      <CopyButton
        iconOnly
        text={toShellText(script)}
        label={t('images.forms.copyCommand')}
        copiedLabel={t('lists.copied')}
      />
    </section>
  );
}

/** What the engine said to a form, where it is about none of its fields. */
export function FormProblem({ title, problem }: { title: string; problem: EngineProblem | null }) {
  const t = useT();
  if (problem === null) return null;
  const details = problemDetails(problem, t);
  return (
    <Callout tone="bad" title={title}>
      {problemWords(problem, t).why}
      {details.length === 0 ? null : <Details summary={t('images.forms.details')}>{details.join('\n')}</Details>}
    </Callout>
  );
}
