import type { EngineStatus } from '../../../engine/contract/engines.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useEngine, useRows } from '../../stores/stores-context.tsx';
import { useClock } from '../../ui/use-clock.ts';
import { countRunning } from '../frame/count-rows.ts';
import styles from './engine-card.module.css';

const tickMs = 1000;

/** The two lines under the engine's name. */
export function CardFacts({ status }: { status: EngineStatus }) {
  const isConnected = useEngine(({ connection }) => connection !== 'lost' && connection !== 'refused');
  if (!isConnected) return <ServiceLost />;
  switch (status.state) {
    case 'running':
      return <RunningFacts status={status} />;
    case 'lost':
      return <LostFacts status={status} />;
    case 'starting':
      return <StartingFacts status={status} />;
    case 'stopping':
    case 'stopped':
    case 'failed':
    case 'unavailable':
      return <PlainState state={status.state} />;
  }
}

function ServiceLost() {
  const t = useT();
  return <span className={styles['fact']}>{t('engine.card.serviceLost')}</span>;
}

function PlainState({ state }: { state: 'stopping' | 'stopped' | 'failed' | 'unavailable' }) {
  const t = useT();
  return (
    <>
      <span className={styles['fact']}>{t(`engine.states.${state}`)}</span>
      {state === 'unavailable' && <span className={styles['note']}>{t('engine.card.notChosen')}</span>}
    </>
  );
}

function RunningFacts({ status: { info } }: { status: EngineStatus }) {
  const t = useT();
  const running = useRows('containers', ({ rows }) => countRunning(rows));
  if (info === null) return null;
  const cores = t('engine.cores', { count: info.cpus });
  return (
    <>
      <span className={styles['fact']}>{t('engine.version', { version: info.version })}</span>
      <span className={styles['note']}>{t('engine.card.facts', { running, cores, memory: info.memoryBytes })}</span>
    </>
  );
}

function LostFacts({ status: { sinceMs, retryAtMs } }: { status: EngineStatus }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useClock(tickMs);
  const seconds = retryAtMs === null ? 0 : Math.ceil((retryAtMs - nowMs) / 1000);
  return (
    <>
      <span className={styles['fact']}>{t('engine.card.noAnswerSince', { time: format.clock(sinceMs) })}</span>
      <span className={styles['note']}>
        {seconds > 0 ? t('engine.card.retryIn', { seconds }) : t('engine.card.retrying')}
      </span>
    </>
  );
}

function StartingFacts({ status: { sinceMs, steps } }: { status: EngineStatus }) {
  const t = useT();
  const nowMs = useClock(tickMs);
  const step = steps.findIndex(({ state }) => state === 'active') + 1;
  const duration = t('format.seconds', { value: Math.max(0, Math.round((nowMs - sinceMs) / 1000)) });
  return (
    <>
      <span className={styles['fact']}>{t('engine.card.startingFor', { duration })}</span>
      {step > 0 && <span className={styles['note']}>{t('engine.card.step', { step, count: steps.length })}</span>}
    </>
  );
}
