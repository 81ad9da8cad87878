import { Fragment, useMemo } from 'react';
import { toShellText } from '../../../engine/commands/command.ts';
import { runCommand } from '../../../engine/commands/containers.ts';
import type { RunRequest } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { useScript } from '../../stores/stores-context.tsx';
import { CommandLine } from '../../ui/command-line.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { RunField, RunProblems } from './check-run-form.ts';
import { toPreviewLines } from './preview-lines.ts';
import type { RunForm } from './run-form.ts';
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
  const shown = useMemo(() => (request.image === '' ? { ...request, image: 'IMAGE' } : request), [request]);
  const script = useScript(useMemo(() => runCommand(shown), [shown]));
  const lines = useMemo(() => toPreviewLines(script, form), [script, form]);
  return (
    <section className={styles['pane']} aria-label={t('run.command')}>
      <div className={styles['head']}>
        <h3 className={styles['title']}>{t('run.command')}</h3>
        <CopyButton iconOnly text={toShellText(script)} label={t('run.copyCommand')} copiedLabel={t('lists.copied')} />
      </div>
      <div className={styles['code']} dir="ltr">
        {lines.map(({ field, tokens }, index) => {
          const isLast = index === lines.length - 1;
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
