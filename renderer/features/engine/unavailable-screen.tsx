import type { EngineStatus } from '../../../engine/contract/engines.ts';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Details } from '../../ui/details.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { EngineFrame } from './engine-frame.tsx';
import { OtherEngines } from './other-engines.tsx';
import { useEngineCalls } from './use-engine-calls.ts';
import styles from './engine-screens.module.css';

/** Where the bundled engine cannot run: what is missing, in plain words, and the engines that are here already. */
export function UnavailableScreen({ status }: { status: EngineStatus }) {
  const t = useT();
  const calls = useEngineCalls();
  const details = status.missing.filter(({ detail }) => detail !== '');
  return (
    <EngineFrame wide glyph="unhealthy" title={t('engine.unavailable.title')} text={t('engine.unavailable.text')}>
      <OtherEngines />
      <h3 className={styles['section']}>{t('engine.unavailable.missing')}</h3>
      <ul className={styles['ways']}>
        {[...new Set(status.missing.map(({ id }) => id))].map((id) => (
          <li key={id} className={styles['way']}>
            <StatusGlyph status="unhealthy" />
            <div>
              <b>{t(`engine.missing.${id}.title`)}</b>
              <span>{t(`engine.missing.${id}.text`)}</span>
            </div>
          </li>
        ))}
      </ul>
      {details.length > 0 && (
        <div className={styles['logPlace']}>
          <Details summary={t('engine.unavailable.details')}>
            <CodeBlock label={t('engine.unavailable.details')} className={styles['log']} wrap>
              {details.map(({ id, detail }) => `${id}: ${detail}`).join('\n')}
            </CodeBlock>
          </Details>
        </div>
      )}
      <div className={styles['actions']}>
        <Button onClick={calls.start}>{t('engine.unavailable.tryAgain')}</Button>
      </div>
    </EngineFrame>
  );
}
