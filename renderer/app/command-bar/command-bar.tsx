import { Check, Copy, Terminal, X } from 'lucide-react';
import { useMemo } from 'react';
import { toShellText, withReach } from '../../../engine/commands/command.ts';
import type { Script } from '../../../engine/contract/journal.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { type BarContent, barContent } from '../../stores/command-store.ts';
import { useCommand, useLineEngine } from '../../stores/stores-context.tsx';
import { BusyArc } from '../../ui/busy-arc.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CommandLine } from '../../ui/command-line.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { commandLineId } from '../../verbs/use-verb-hint.ts';
import { Announcement } from './announcement.tsx';
import { copyCommandKeys, useCopyCommand } from './copy-command.ts';
import { shortenScript } from './shorten-script.ts';
import styles from './command-bar.module.css';

/** Every click's docker command: what a control will run, what is running, what ran last. */
export function CommandBar() {
  const t = useT();
  const state = useCommand((whole) => whole);
  const content = useMemo(() => barContent(state), [state]);
  const copy = useCopyCommand();
  return (
    <section
      className={styles['bar']}
      aria-label={t('app.commandBar.name')}
      data-region="command-bar"
      data-tag={content.tag}
      tabIndex={-1}
    >
      <span className={styles['prompt']} aria-hidden="true">
        <Terminal size={15} strokeWidth={1.75} />
      </span>
      {content.tag === 'empty' ? (
        <span className={styles['tag']} id={commandLineId}>
          {t('app.commandBar.empty')}
        </span>
      ) : (
        <>
          <span className={styles['tag']}>{t(tags[content.tag])}</span>
          <CommandChip script={content.script} />
          <Result content={content} />
          <span className={styles['actions']}>
            <IconButton
              icon={Copy}
              size="sm"
              label={t('app.commandBar.copy')}
              keys={copyCommandKeys}
              onClick={() => copy(content.script)}
            />
          </span>
        </>
      )}
      <Announcement last={state.last} />
    </section>
  );
}

const tags = {
  ran: 'app.commandBar.ran',
  'will-run': 'app.commandBar.willRun',
  running: 'app.commandBar.running',
  failed: 'app.commandBar.failed',
} as const;

function CommandChip({ script }: { script: Script }) {
  const t = useT();
  // As a shell reaches the engine now, also of lines from before.
  const reached = withReach(script, useLineEngine());
  const { tokens, left } = shortenScript(reached);
  return (
    // Focusable, so that a keyboard reaches a line that is cut off at the end.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <span className={styles['line']} id={commandLineId} tabIndex={0} title={toShellText(reached)}>
      <CommandLine tokens={tokens} />
      {left > 0 && <span className={styles['more']}> {t('app.commandBar.more', { count: left })}</span>}
    </span>
  );
}

/** Quicker than this is not worth a number: it only went somewhere. */
const shortestToldMs = 5;

function Result({ content }: { content: Exclude<BarContent, { tag: 'empty' }> }) {
  const t = useT();
  const format = useFormat();
  if (content.tag === 'will-run') return null;
  if (content.tag === 'failed') {
    return (
      <span className={classNames(styles['result'], styles['bad'])}>
        <X size={13} strokeWidth={2} aria-hidden="true" />
        <span className={styles['why']}>{problemWords(content.problem, t).why}</span>
      </span>
    );
  }
  return (
    <span className={styles['result']}>
      {content.tag === 'running' ? <BusyArc /> : <Check size={13} strokeWidth={2} aria-hidden="true" />}
      {content.tag === 'ran' && content.durationMs >= shortestToldMs && format.duration(content.durationMs)}
    </span>
  );
}
