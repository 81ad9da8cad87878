import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { versionFact } from './engine-words.ts';
import { engineName } from '../../objects/engine-name.ts';
import { useEngineCalls } from './use-engine-calls.ts';
import { isAnswering, useOtherEngines, versionOf } from './use-other-engines.ts';
import styles from './engine-screens.module.css';

/** The other engines that answer on this computer, each with a button that turns to it. */
export function OtherEngines() {
  const t = useT();
  const { others, isLooking, hasFailed, lookAgain } = useOtherEngines();
  const calls = useEngineCalls();
  const answering = others.filter(isAnswering);
  return (
    <section className={styles['others']}>
      <div className={styles['othersHead']}>
        <h3 className={styles['section']}>{t('engine.others.title')}</h3>
        <Button variant="link" size="sm" busy={isLooking} onClick={lookAgain}>
          {t('engine.others.lookAgain')}
        </Button>
      </div>
      {answering.length === 0 ? (
        <p className={styles['quiet']} role="status">
          {t(hasFailed ? 'engine.failures.look' : isLooking ? 'engine.others.looking' : 'engine.others.none')}
        </p>
      ) : (
        <ul className={styles['ways']}>
          {answering.map((engine) => {
            const name = engineName(engine, t);
            return (
              <li key={engine.id} className={styles['way']}>
                <StatusGlyph status="running" />
                <div>
                  <b>{name}</b>
                  <span>{versionFact(engine, versionOf(engine), t)}</span>
                </div>
                <Button aria-label={t('engine.others.useNamed', { name })} onClick={() => calls.use(engine)}>
                  {t('engine.others.use')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
