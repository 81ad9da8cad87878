import type { EngineStep } from '../../../engine/contract/engines.ts';
import type { Translate } from '../../i18n/translate.ts';
import { type Format, useFormat, useT } from '../../i18n/use-words.ts';
import { Progress } from '../../ui/progress.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import type { Status } from '../../ui/status.ts';
import { useClock } from '../../ui/use-clock.ts';
import styles from './engine-screens.module.css';

const glyphs: Readonly<Record<EngineStep['state'], Status>> = {
  waiting: 'created',
  active: 'starting',
  done: 'healthy',
  failed: 'failed',
  skipped: 'healthy',
};

const tickMs = 250;

interface StartStepsProps {
  steps: readonly EngineStep[];
  /** One line per step. */
  slim?: boolean | undefined;
}

/** The steps of a start: what was done and how long it took, what is under way, what is to come. */
export function StartSteps({ steps, slim = false }: StartStepsProps) {
  const t = useT();
  const format = useFormat();
  const isActive = steps.some((step) => step.state === 'active');
  const nowMs = useClock(isActive ? tickMs : null);
  return (
    <ol className={styles['steps']} aria-label={t('engine.steps.label')} data-slim={slim || undefined}>
      {steps.map((step) => (
        <li
          key={step.id}
          className={styles['step']}
          data-state={step.state}
          aria-current={step.state === 'active' ? 'step' : undefined}
        >
          <StatusGlyph status={glyphs[step.state]} size={16} label={t(`engine.steps.${step.state}`)} />
          <div className={styles['stepText']}>
            <b>{stepTitle(step, t)}</b>
            {!slim && <StepFact step={step} />}
          </div>
          <span className={styles['stepTime']}>{stepTime(step, nowMs, t, format)}</span>
        </li>
      ))}
    </ol>
  );
}

function StepFact({ step }: { step: EngineStep }) {
  const t = useT();
  const { progress, fact } = step;
  if (step.state !== 'active' || progress === null) return fact === '' ? null : <span>{fact}</span>;
  const { done, total, unit } = progress;
  const amount = t(unit === 'bytes' ? 'engine.steps.ofBytes' : 'engine.steps.ofItems', { done, total });
  return (
    <>
      <span>{fact === '' ? amount : t('engine.steps.amountAndFact', { amount, fact })}</span>
      <Progress label={stepTitle(step, t)} value={total > 0 ? done : null} max={Math.max(total, 1)} text={amount} />
    </>
  );
}

function stepTitle({ id, state }: EngineStep, t: Translate): string {
  switch (state) {
    case 'waiting':
      return t(`engine.steps.${id}.todo`);
    case 'active':
    case 'failed':
      return t(`engine.steps.${id}.active`);
    case 'done':
      return t(`engine.steps.${id}.done`);
    case 'skipped':
      return id === 'check' ? t('engine.steps.check.done') : t(`engine.steps.${id}.skipped`);
  }
}

function stepTime(step: EngineStep, nowMs: number, t: Translate, format: Format): string {
  const usual = step.usualMs === null ? null : format.duration(step.usualMs);
  switch (step.state) {
    case 'waiting':
      return usual === null ? '' : t('engine.steps.usually', { duration: usual });
    case 'active': {
      const duration = format.duration(Math.max(0, nowMs - (step.startedAtMs ?? nowMs)));
      return usual === null ? duration : t('engine.steps.takes', { duration, usual });
    }
    case 'done':
      return step.durationMs === null ? '' : format.duration(step.durationMs);
    case 'failed':
      return step.durationMs === null
        ? ''
        : t('engine.steps.failedAfter', { duration: format.duration(step.durationMs) });
    case 'skipped':
      return '';
  }
}
