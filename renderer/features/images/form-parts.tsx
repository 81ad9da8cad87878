import type { DockerCommand } from '../../../engine/commands/command.ts';
import { toShellLine } from '../../../engine/commands/command.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { Callout } from '../../ui/callout.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Details } from '../../ui/details.tsx';
import styles from './form-parts.module.css';

/** The docker line that a form stands for. */
export function CommandPreview({ command }: { command: DockerCommand }) {
  const t = useT();
  return (
    <section className={styles['command']} aria-label={t('images.forms.command')}>
      <div className={styles['line']}>
        <CommandLine tokens={command.tokens} />
      </div>
      <CopyButton
        iconOnly
        text={toShellLine(command)}
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
