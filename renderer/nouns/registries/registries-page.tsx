import { RefreshCw } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Registry } from '../../../engine/contract/registries.ts';
import { useT } from '../../i18n/use-words.ts';
import { hasLostFocus } from '../../page/has-lost-focus.ts';
import { ListSkeleton } from '../../page/list-skeleton.tsx';
import { PagePanel } from '../../page/page-panel.tsx';
import { useRows } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import type { GridHandle } from '../../ui/grid/data-grid.tsx';
import { Spacer, Toolbar } from '../../ui/toolbar.tsx';
import { places, registryPlace } from '../../verbs/places.ts';
import { primaryKeys } from '../../verbs/primary-verb.ts';
import { checkRegistry, openSignIn } from '../../verbs/registry-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';
import { ConfigCallout } from './config-callout.tsx';
import { FindImages } from './find-images.tsx';
import { LocalRegistry } from './local-registry.tsx';
import { RecentTransfers } from './recent-transfers.tsx';
import { RegistriesGrid, type RegistryItem, useRegistryColumns } from './registries-grid.tsx';
import styles from './registries-page.module.css';
import { RegistryPane } from './registry-pane.tsx';
import { listRegistries } from './registry-rows.ts';

const noTargets: readonly never[] = [];

/** The registries; `address` is whose details are open, empty for none. */
export function RegistriesPage({ address }: { address: string }) {
  const t = useT();
  const [, navigate] = useLocation();
  const registries = useRows('registries', ({ rows }) => rows);
  const freshness = useRows('registries', (state) => state.freshness);
  const grid = useRef<GridHandle>(null);
  const signIn = useVerb(openSignIn, noTargets);
  const columns = useRegistryColumns();
  const rows = useMemo((): readonly RegistryItem[] => listRegistries(registries.values(), t), [registries, t]);
  const open = registries.get(address);
  const close = () => {
    navigate(places.registries);
    grid.current?.focusRow(address);
  };
  useLayoutEffect(() => {
    if (address !== '' && hasLostFocus()) grid.current?.focusRow(address);
  }, [address]);
  return (
    <PagePanel
      title={t('registries.title')}
      primary={
        <Button {...signIn.button} keys={primaryKeys} variant="primary">
          {signIn.label}
        </Button>
      }
      pane={open && <RegistryPane key={open.id} registry={open} onClose={close} />}
    >
      <Toolbar label={t('registries.toolbar')}>
        <span className={styles['intro']}>{t('registries.intro')}</span>
        <Spacer />
        <CheckAll registries={registries} />
      </Toolbar>
      <div className={styles['scroll']}>
        <ConfigCallout />
        {freshness === 'loading' ? (
          <ListSkeleton columns={columns} />
        ) : (
          <RegistriesGrid
            ref={grid}
            rows={rows}
            openId={open?.id ?? null}
            onOpen={(id) => navigate(registryPlace(id), { replace: true })}
          />
        )}
        <LocalRegistry registries={registries} onOpen={(id) => navigate(registryPlace(id), { replace: true })} />
        <RecentTransfers />
        <FindImages />
      </div>
    </PagePanel>
  );
}

function CheckAll({ registries }: { registries: ReadonlyMap<string, Registry> }) {
  const t = useT();
  const signedIn = useMemo(() => [...registries.values()].filter(({ account }) => account !== null), [registries]);
  const check = useVerb(checkRegistry, signedIn);
  return signedIn.length === 0 ? null : (
    <Button {...check.button} icon={RefreshCw} variant="ghost" size="sm">
      {t('registries.checkAll')}
    </Button>
  );
}
