import { quoteForShell } from '../../../engine/commands/command.ts';
import { useT } from '../../i18n/use-words.ts';
import { useEngine, useLineEngine } from '../../stores/stores-context.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './settings.module.css';

/** How the docker command in a terminal gets to talk to the same engine. */
export function TerminalSection() {
  const t = useT();
  const connection = useEngine(({ status }) => status?.connection);
  const { shell } = useLineEngine();
  if (connection === undefined || connection.endpoint === '') return null;
  const context = shell.kind === 'context' ? shell.name : connection.name;
  const line =
    shell.kind === 'context' || connection.kind === 'context'
      ? `docker context use ${quoteForShell(context)}`
      : `export DOCKER_HOST=${quoteForShell(connection.endpoint)}`;
  return (
    <>
      <h2 className={styles['subheading']}>{t('settings.terminal.title')}</h2>
      <section className={styles['card']}>
        <div className={styles['terminal']}>
          <p>{t('settings.terminal.hint')}</p>
          <div className={styles['line']}>
            <CodeBlock label={t('settings.terminal.label')}>{line}</CodeBlock>
            <CopyButton
              text={line}
              size="md"
              label={t('settings.terminal.copy')}
              copiedLabel={t('settings.terminal.copied')}
            />
          </div>
          {connection.kind === 'bundled' && <p>{t('settings.terminal.root')}</p>}
        </div>
      </section>
    </>
  );
}
