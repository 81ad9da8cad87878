import { toShellText } from '../../../engine/commands/command.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import type { RanScript } from '../../stores/command-store.ts';
import styles from './command-bar.module.css';

/** Tells a screen reader what ran or failed; what will run is told by the focused control instead. */
export function Announcement({ last }: { last: RanScript | null }) {
  const t = useT();
  const format = useFormat();
  const words = () => {
    if (last === null) return '';
    const command = toShellText(last.script);
    return last.problem === null
      ? t('app.commandBar.announceRan', { command, duration: format.duration(last.durationMs) })
      : t('app.commandBar.announceFailed', { command, why: problemWords(last.problem, t).why });
  };
  return (
    <span className={styles['announcement']} role="status">
      {words()}
    </span>
  );
}
