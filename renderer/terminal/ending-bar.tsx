import type { Terminal } from '../../engine/contract/terminals.ts';
import { problemWords } from '../errors/problem-words.ts';
import { useT } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import type { Status } from '../ui/status.ts';
import { endingSentence } from './terminal-words.ts';
import { useSession } from './use-session.ts';
import styles from './ending-bar.module.css';

interface EndingBarProps {
  terminal: Terminal;
  /** Its service is gone, and it with it. */
  isGone: boolean;
  /** Undefined where it cannot be opened again. */
  onOpenAgain: (() => void) | undefined;
  onClose: () => void;
}

/** The line below a terminal that says why nothing happens in it any more, and what can be done. */
export function EndingBar({ terminal, isGone, onOpenAgain, onClose }: EndingBarProps) {
  const t = useT();
  const { session, state } = useSession(terminal.id);
  const { ending } = terminal;
  const close = <Button onClick={onClose}>{t('terminals.close')}</Button>;
  const again = onOpenAgain && (
    <Button variant="primary" onClick={onOpenAgain}>
      {t('terminals.openAgain')}
    </Button>
  );

  if (isGone || state.phase === 'gone') {
    return (
      <Bar glyph="failed" text={t('terminals.endings.gone')}>
        {close}
        {again}
      </Bar>
    );
  }
  switch (state.phase) {
    case 'elsewhere':
      return (
        <Bar glyph="paused" text={t('terminals.endings.elsewhere')}>
          <Button variant="primary" onClick={session.takeBack}>
            {t('terminals.takeBack')}
          </Button>
        </Bar>
      );
    case 'waiting':
      return <Bar glyph="starting" text={t('terminals.endings.waiting')} />;
    case 'failed':
      return (
        <Bar
          glyph="failed"
          text={`${t('terminals.endings.unknown')}. ${state.problem ? problemWords(state.problem, t).why : ''}`}
        >
          {close}
          <Button variant="primary" onClick={session.takeBack}>
            {t('terminals.tryAgain')}
          </Button>
        </Bar>
      );
    case 'opening':
    case 'live':
    case 'ended':
      break;
  }
  if (ending !== null) {
    const isClean = ending.kind === 'detached' || (ending.kind === 'exited' && ending.code === 0);
    return (
      <Bar glyph={isClean ? 'stopped' : 'failed'} text={endingSentence(ending, t)}>
        {close}
        {again}
      </Bar>
    );
  }
  if (state.inputProblem !== null) {
    const { why } = problemWords(state.inputProblem, t);
    return (
      <Bar glyph="failed" text={t('terminals.inputLost', { why })}>
        <Button onClick={session.dismissProblem}>{t('terminals.dismiss')}</Button>
      </Bar>
    );
  }
  return null;
}

interface BarProps {
  glyph: Status;
  text: string;
  children?: React.ReactNode | undefined;
}

function Bar({ glyph, text, children }: BarProps) {
  return (
    <div className={styles['bar']} role="status">
      <StatusGlyph status={glyph} />
      <span className={styles['text']} title={text}>
        {text}
      </span>
      {children}
    </div>
  );
}
