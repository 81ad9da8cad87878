import { Fragment, useMemo } from 'react';
import { type CommandToken, quoteForShell, toShellLine } from '../../../engine/commands/command.ts';
import { runCommand } from '../../../engine/commands/containers.ts';
import type { RunRequest } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { CommandLine } from '../../ui/command-line.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { RunField, RunProblems } from './check-run-form.ts';
import { isPort, type RunForm } from './run-form.ts';
import styles from './command-preview.module.css';

interface CommandPreviewProps {
  request: RunRequest;
  form: RunForm;
  focused: RunField | null;
  problems: RunProblems;
}

/** The docker command that the form stands for, a flag a line, and the same in plain words. */
export function CommandPreview({ request, form, focused, problems }: CommandPreviewProps) {
  const t = useT();
  const shown = request.image === '' ? { ...request, image: 'IMAGE' } : request;
  const command = runCommand(shown);
  const lines = useMemo(() => toLines(command.tokens), [command]);
  const fields = fieldsOfLines(form, request);
  return (
    <section className={styles['pane']} aria-label={t('run.command')}>
      <div className={styles['head']}>
        <h3 className={styles['title']}>{t('run.command')}</h3>
        <CopyButton iconOnly text={toShellLine(command)} label={t('run.copyCommand')} copiedLabel={t('lists.copied')} />
      </div>
      <div className={styles['code']} dir="ltr">
        {lines.map((tokens, index) => {
          const isLast = index === lines.length - 1;
          const field = isLast ? 'image' : fields[index];
          const pair = field?.replace('-host', '-container');
          return (
            <div
              // Lines have no identity beyond their place.
              // oxlint-disable-next-line react/no-array-index-key
              key={index}
              className={styles['line']}
              data-on={(field !== undefined && (focused === field || focused === pair)) || undefined}
              data-problem={(field !== undefined && problems.has(field)) || undefined}
            >
              <span className={styles['number']} aria-hidden="true">
                {index + 1}
              </span>
              {index === 0 ? null : '  '}
              <CommandLine tokens={tokens} />
              {isLast ? null : <span className={styles['joint']}> \</span>}
            </div>
          );
        })}
      </div>
      <div className={styles['plain']}>
        <h3 className={styles['title']}>{t('run.plain.title')}</h3>
        <p>
          {shown.name === null
            ? t('run.plain.start', { image: shown.image })
            : t('run.plain.startNamed', { image: shown.image, name: shown.name })}
          {shown.ports.map(({ hostPort, containerPort }, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <Fragment key={index}>
              {' '}
              {hostPort === null
                ? t('run.plain.anyPort', { containerPort })
                : t('run.plain.port', { hostPort, containerPort })}
            </Fragment>
          ))}
        </p>
      </div>
    </section>
  );
}

/** `docker run`, then each flag with its value, then the rest: one line each. */
function toLines(tokens: readonly CommandToken[]): CommandToken[][] {
  const lines: CommandToken[][] = [[]];
  let isAfterFlag = false;
  for (const token of tokens) {
    const startsLine = token.kind === 'flag' || (token.kind === 'value' && !isAfterFlag);
    if (startsLine) lines.push([]);
    lines.at(-1)?.push({ ...token, text: quoteForShell(token.text) });
    isAfterFlag = token.kind === 'flag' && token.text !== '--detach';
  }
  return lines;
}

/** Which field each line of the command comes from. */
function fieldsOfLines(form: RunForm, request: RunRequest): readonly (RunField | undefined)[] {
  const ports = form.ports
    .filter(({ host, container }) => isPort(container) && (host === '' || isPort(host)))
    .map(({ key }): RunField => `port-${key}-host`);
  return [undefined, undefined, ...(request.name === null ? [] : (['name'] as const)), ...ports];
}
