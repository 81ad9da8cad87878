import type { Registry } from '../../../engine/contract/registries.ts';
import { registryKindOf } from '../../../engine/contract/registry-kinds.ts';
import { useT } from '../../i18n/use-words.ts';
import { PaneSection } from '../../page/side-pane.tsx';
import { useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import styles from './trust-section.module.css';

/** How the engine reaches a registry, in a sentence, with the way to change it. */
export function TrustSection({ registry }: { registry: Registry }) {
  const t = useT();
  const { dialogs } = useStores();
  const { id, trust } = registry;
  const kind = registryKindOf(id);
  // Nobody brings a certificate of their own for Docker Hub or another public one.
  if (kind !== 'private' && kind !== 'local' && kind !== 'harbor' && kind !== 'gitlab') return null;
  const isLoopback = kind === 'local';
  return (
    <PaneSection
      title={t('registries.trust.title')}
      end={
        <Button variant="link" size="sm" onClick={() => dialogs.show({ kind: 'trust', address: id })}>
          {t('registries.trust.change')}
        </Button>
      }
    >
      <p className={styles['fact']} data-warn={(trust.isInsecure && !isLoopback) || undefined}>
        <StatusGlyph status={trust.isInsecure && !isLoopback ? 'unhealthy' : 'healthy'} size={13} />
        <span>
          {trust.isInsecure
            ? t('registries.trust.insecure')
            : trust.hasCertificate
              ? t('registries.trust.own')
              : isLoopback
                ? t('registries.trust.loopback')
                : t('registries.trust.plainTls')}
        </span>
      </p>
    </PaneSection>
  );
}
