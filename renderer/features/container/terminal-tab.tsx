import { useEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Container } from '../../../engine/contract/containers.ts';
import type { ExecOptions, TerminalTarget } from '../../../engine/contract/terminals.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { containerOf } from '../../objects/container-of.ts';
import { useOne } from '../../page/use-one.ts';
import { useStores, useTerminals } from '../../stores/stores-context.tsx';
import { containerDesk } from '../../stores/terminals-store.ts';
import { showOnDesk } from '../../stores/desk-layout.ts';
import { NewSession } from '../../terminal/new-session.tsx';
import { TerminalDesk } from '../../terminal/terminal-desk.tsx';
import { shellChoice, useReadChoices } from '../../terminal/use-choices.ts';
import { useOpenTerminal } from '../../terminal/use-open-terminal.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { startContainer } from '../../verbs/container-verbs.ts';
import { openDebugShell } from '../../verbs/terminal-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';
import styles from './terminal-tab.module.css';

/** A container's terminals. The first one opens by itself: who comes here wants a shell. */
export function TerminalTab({ container }: { container: Container }) {
  const { engineId } = useStores();
  const terminals = useTerminals(
    useShallow(({ gone, terminals: open }) =>
      [...gone, ...open].filter(({ engine, target }) => engine === engineId && containerOf(target) === container.id),
    ),
  );
  const isLoading = useTerminals((state) => state.isLoading);
  const hasAny = terminals.length > 0;
  const [hadAny, setHadAny] = useState(hasAny);
  // Learnt while drawing, so that closing the last one does not open another in between.
  if (hasAny && !hadAny) setHadAny(true);
  if (isLoading && !hasAny) return null;
  if (hasAny) {
    return (
      <TerminalDesk deskId={containerDesk(engineId, container.id)} terminals={terminals} namesContainers={false} />
    );
  }
  if (container.state !== 'running') return <NotRunning container={container} />;
  return <FirstTerminal container={container} opensAtOnce={!hadAny} />;
}

function NotRunning({ container }: { container: Container }) {
  const t = useT();
  const start = useVerb(startContainer, useOne(container));
  if (container.state === 'paused') {
    return <EmptyState title={t('terminals.empty.paused')}>{t('terminals.empty.pausedText')}</EmptyState>;
  }
  return (
    <EmptyState
      title={t('terminals.empty.stopped')}
      actions={
        <Button {...start.button} variant="primary">
          {start.label}
        </Button>
      }
    >
      {t('terminals.empty.stoppedText')}
    </EmptyState>
  );
}

type Opening =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'no-shell' }
  | { readonly kind: 'failed'; readonly problem: EngineProblem };

interface FirstTerminalProps {
  container: Container;
  /** Not after the last one was closed by hand. */
  opensAtOnce: boolean;
}

function FirstTerminal({ container, opensAtOnce }: FirstTerminalProps) {
  const t = useT();
  const { opening, openBest, open } = useFirstOpening(container, opensAtOnce);
  const debug = useVerb(openDebugShell, useOne(container));
  const other = (
    <NewSession container={container} disabledReason={undefined} label={t('terminals.empty.other')} onOpen={open} />
  );
  switch (opening.kind) {
    case 'opening':
      return (
        <p className={styles['opening']} role="status">
          {t('terminals.opening')}
        </p>
      );
    case 'no-shell':
      return (
        <EmptyState
          title={t('terminals.empty.noShell')}
          actions={
            <>
              <Button {...debug.button} variant="primary">
                {debug.label}
              </Button>
              {other}
            </>
          }
        >
          {t('terminals.empty.noShellText')}
        </EmptyState>
      );
    case 'failed':
      return (
        <EmptyState
          title={t('terminals.empty.failed')}
          actions={
            <>
              <Button variant="primary" onClick={() => void openBest()}>
                {t('terminals.empty.again')}
              </Button>
              {other}
            </>
          }
        >
          {problemWords(opening.problem, t).why}
        </EmptyState>
      );
    case 'idle':
      return (
        <EmptyState
          title={t('terminals.empty.none')}
          actions={
            <>
              <Button variant="primary" onClick={() => void openBest()}>
                {t('terminals.empty.open')}
              </Button>
              {other}
            </>
          }
        >
          {t('terminals.empty.noneText')}
        </EmptyState>
      );
  }
}

function useFirstOpening(container: Container, opensAtOnce: boolean) {
  const { id, name } = container;
  const read = useReadChoices();
  const { engineId } = useStores();
  const openTerminal = useOpenTerminal();
  const [opening, setOpening] = useState<Opening>({ kind: opensAtOnce ? 'opening' : 'idle' });
  const open = async (target: TerminalTarget): Promise<EngineProblem | null> => {
    const outcome = await openTerminal({ engineId, target, name, place: showOnDesk });
    return 'problem' in outcome ? outcome.problem : null;
  };
  const openBest = async () => {
    setOpening({ kind: 'opening' });
    const outcome = await read(id);
    if ('isCancelled' in outcome) return;
    if ('problem' in outcome) {
      setOpening({ kind: 'failed', problem: outcome.problem });
      return;
    }
    const best: ExecOptions | null = shellChoice(outcome.choices);
    if (best === null) {
      setOpening({ kind: 'no-shell' });
      return;
    }
    const problem = await open({ kind: 'exec', container: id, ...best });
    if (problem !== null) setOpening({ kind: 'failed', problem });
  };
  const isBegun = useRef(false);
  useEffect(() => {
    if (!opensAtOnce || isBegun.current) return;
    isBegun.current = true;
    void openBest();
  });
  return { opening, openBest, open };
}
