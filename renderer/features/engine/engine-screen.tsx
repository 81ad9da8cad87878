import { useState } from 'react';
import type { EngineStatus } from '../../../engine/contract/engines.ts';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { EngineFrame } from './engine-frame.tsx';
import { EngineLog } from './engine-log.tsx';
import { engineName } from '../../objects/engine-name.ts';
import { FailedScreen } from './failed-screen.tsx';
import { OtherEngines } from './other-engines.tsx';
import { StartSteps } from './start-steps.tsx';
import { UnavailableScreen } from './unavailable-screen.tsx';
import { useEngineCalls } from './use-engine-calls.ts';
import styles from './engine-screens.module.css';

/** The whole panel while there is no engine: its start, its failure, what it lacks; and always a way on. */
export function EngineScreen({ status }: { status: EngineStatus }) {
  switch (status.state) {
    case 'failed':
      return <FailedScreen status={status} />;
    case 'unavailable':
      return <UnavailableScreen status={status} />;
    case 'lost':
      return <UnreachableScreen status={status} />;
    case 'stopping':
      return <StoppingScreen />;
    case 'stopped':
      return <StoppedScreen />;
    case 'starting':
    case 'running':
      return <StartingScreen status={status} />;
  }
}

function StartingScreen({ status }: { status: EngineStatus }) {
  const t = useT();
  const calls = useEngineCalls();
  const [showsOthers, setShowsOthers] = useState(false);
  return (
    <EngineFrame title={t('engine.starting.title')} text={t('engine.starting.text')}>
      <StartSteps steps={status.steps} />
      <div className={styles['logPlace']}>
        <EngineLog />
      </div>
      <div className={styles['actions']}>
        <Button onClick={calls.stop}>{t('engine.starting.cancel')}</Button>
        <Button variant="ghost" aria-expanded={showsOthers} onClick={() => setShowsOthers(!showsOthers)}>
          {t('engine.starting.useAnother')}
        </Button>
      </div>
      {showsOthers && <OtherEngines />}
    </EngineFrame>
  );
}

function StoppingScreen() {
  const t = useT();
  return <EngineFrame title={t('engine.stopping.title')} text={t('engine.stopping.text')} />;
}

function StoppedScreen() {
  const t = useT();
  const calls = useEngineCalls();
  return (
    <EngineFrame title={t('engine.stopped.title')} text={t('engine.stopped.text')}>
      <div className={styles['actions']}>
        <Button variant="primary" onClick={calls.start}>
          {t('engine.stopped.start')}
        </Button>
      </div>
      <OtherEngines />
    </EngineFrame>
  );
}

function UnreachableScreen({ status }: { status: EngineStatus }) {
  const t = useT();
  const calls = useEngineCalls();
  return (
    <EngineFrame
      wide
      glyph="unreachable"
      title={t('engine.unreachable.title', { name: engineName(status.connection, t) })}
      text={t('engine.unreachable.text', { endpoint: status.connection.endpoint })}
    >
      <div className={styles['actions']}>
        <Button variant="primary" onClick={calls.start}>
          {t('engine.unreachable.tryNow')}
        </Button>
      </div>
      <OtherEngines />
    </EngineFrame>
  );
}
