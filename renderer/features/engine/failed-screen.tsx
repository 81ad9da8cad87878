import { Replace, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { EngineStatus } from '../../../engine/contract/engines.ts';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Details } from '../../ui/details.tsx';
import { EngineFrame } from './engine-frame.tsx';
import { failureWords } from './engine-words.ts';
import { OtherEngines } from './other-engines.tsx';
import { StartSteps } from './start-steps.tsx';
import { useEngineCalls } from './use-engine-calls.ts';
import styles from './engine-screens.module.css';

/** A start that failed: what happened and why, the steps up to there, and what can be done, safest first. */
export function FailedScreen({ status }: { status: EngineStatus }) {
  const t = useT();
  const calls = useEngineCalls();
  const [showsOthers, setShowsOthers] = useState(false);
  const { happened, why } = failureWords(status.problem?.reason ?? '', t);
  const said = status.problem?.detail.trim() ?? '';
  const reached = status.steps.filter((step) => step.state !== 'waiting' && step.state !== 'skipped');
  return (
    <EngineFrame wide glyph="failed" title={t('engine.failed.title')}>
      <p className={styles['why']}>
        <b>{t('engine.failed.happened')}</b> {happened}
        <br />
        <b>{t('engine.failed.why')}</b> {why}
      </p>
      {reached.length > 0 && <StartSteps steps={reached} slim />}
      <h3 className={styles['section']}>{t('engine.failed.ways')}</h3>
      <ul className={styles['ways']}>
        <li className={styles['way']}>
          <RotateCw size={18} strokeWidth={1.75} aria-hidden="true" />
          <div>
            <b>{t('engine.failed.tryAgain.title')}</b>
            <span>{t('engine.failed.tryAgain.hint')}</span>
          </div>
          <Button variant="primary" onClick={calls.start}>
            {t('engine.failed.tryAgain.button')}
          </Button>
        </li>
        <li className={styles['way']}>
          <Replace size={18} strokeWidth={1.75} aria-hidden="true" />
          <div>
            <b>{t('engine.failed.another.title')}</b>
            <span>{t('engine.failed.another.hint')}</span>
          </div>
          <Button aria-expanded={showsOthers} onClick={() => setShowsOthers(!showsOthers)}>
            {t('engine.failed.another.button')}
          </Button>
        </li>
      </ul>
      {showsOthers && <OtherEngines />}
      {said !== '' && (
        <div className={styles['logPlace']}>
          <Details
            summary={t('engine.failed.said')}
            open
            actions={
              <CopyButton
                text={`${happened}\n${said}`}
                label={t('engine.failed.copyReport')}
                copiedLabel={t('lists.copied')}
              />
            }
          >
            <CodeBlock label={t('engine.failed.said')} className={styles['log']} wrap>
              {said}
            </CodeBlock>
          </Details>
        </div>
      )}
    </EngineFrame>
  );
}
