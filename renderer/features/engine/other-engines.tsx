import { useT } from '../../i18n/use-words.ts';
import { useEngine } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { engineName, versionFact } from './engine-words.ts';
import { useConnections } from './use-connections.ts';
import { useEngineCalls } from './use-engine-calls.ts';
import styles from './engine-screens.module.css';

/** The other engines that answer on this computer, each with a button that turns to it. */
export function OtherEngines() {
  const t = useT();
  const { found, isLooking, hasFailed, lookAgain } = useConnections();
  const calls = useEngineCalls();
  const currentId = useEngine(({ status }) => status?.connection.id);
  const answering = found?.filter((one) => one.answers && one.id !== currentId) ?? [];
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
          {t(hasFailed ? 'engine.failures.look' : found === null ? 'engine.others.looking' : 'engine.others.none')}
        </p>
      ) : (
        <ul className={styles['ways']}>
          {answering.map((connection) => {
            const name = engineName(connection, t);
            return (
              <li key={connection.id} className={styles['way']}>
                <StatusGlyph status="running" />
                <div>
                  <b>{name}</b>
                  <span>{versionFact(connection, connection.version, t)}</span>
                </div>
                <Button aria-label={t('engine.others.useNamed', { name })} onClick={() => calls.use(connection)}>
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
