import { useFormat, useT } from '../i18n/use-words.ts';
import { useEngine, useRows, useStores } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import styles from './connection-banner.module.css';

/** Tells that the page has lost its service, above whatever is shown. Rows stay, and are stale. */
export function ConnectionBanner() {
  const t = useT();
  const format = useFormat();
  const { connection } = useStores();
  const state = useEngine((engine) => engine.connection);
  const asOfMs = useRows('containers', (containers) => containers.asOfMs);
  if (state !== 'lost' && state !== 'refused') return null;
  const lost = asOfMs === 0 ? t('app.banner.lostAtStart') : t('app.banner.lost', { time: format.clock(asOfMs) });
  return (
    <div className={styles['banner']} role="alert">
      <StatusGlyph status="unreachable" />
      <span className={styles['text']}>{state === 'refused' ? t('app.banner.refused') : lost}</span>
      {state === 'lost' && (
        <Button size="sm" onClick={connection.tryNow}>
          {t('app.banner.tryNow')}
        </Button>
      )}
    </div>
  );
}
