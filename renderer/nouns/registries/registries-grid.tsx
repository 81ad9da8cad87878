import { useCallback, useMemo, useState, type Ref } from 'react';
import type { Registry } from '../../../engine/contract/registries.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useGridWords } from '../../page/grid-words.ts';
import { useOne } from '../../page/use-one.ts';
import { useTasks } from '../../stores/stores-context.tsx';
import { DataGrid, type GridHandle } from '../../ui/grid/data-grid.tsx';
import type { GridColumn, GridGroupRow, GridItemRow } from '../../ui/grid/grid-types.ts';
import type { MenuAnchor } from '../../ui/menu-props.ts';
import { MenuAt } from '../../ui/menu.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { registryVerbs } from '../../verbs/registry-verbs.ts';
import { useVerbItems } from '../../verbs/use-verb.ts';
import { RegistryIcon } from './registry-icon.tsx';
import { accountWords, registryTitle, secretWords, useRegistryState } from './registry-words.ts';
import styles from './registries-grid.module.css';

export interface RegistryItem extends GridItemRow {
  readonly registry: Registry;
}

interface RegistriesGridProps {
  rows: readonly RegistryItem[];
  openId: string | null;
  onOpen: (id: string) => void;
  ref: Ref<GridHandle>;
}

/** The list of registries. Its height is that of its rows: the page scrolls, with what stands below. */
export function RegistriesGrid({ rows, openId, onOpen, ref }: RegistriesGridProps) {
  const t = useT();
  const words = useGridWords();
  const columns = useRegistryColumns();
  const pending = useTasks((state) => state.pending);
  const pendingIds = useMemo(
    () => new Set(pending.size === 0 ? [] : rows.map(({ id }) => id).filter((id) => pending.has(id))),
    [pending, rows],
  );
  const [menu, setMenu] = useState<{ item: RegistryItem; anchor: MenuAnchor } | null>(null);
  const drawCell = useCallback(({ registry }: RegistryItem, columnId: string) => {
    switch (columnId) {
      case 'registry':
        return <NameCell registry={registry} />;
      case 'account':
        return <AccountCell registry={registry} />;
      case 'state':
        return <StateCell registry={registry} />;
      case 'secret':
        return <SecretCell registry={registry} />;
      default:
        return <LimitsCell registry={registry} />;
    }
  }, []);
  return (
    <div className={styles['list']} style={{ '--rows': rows.length }}>
      <DataGrid<GridGroupRow, RegistryItem>
        ref={ref}
        label={t('registries.title')}
        columns={columns}
        rows={rows}
        renderCell={drawCell}
        words={words}
        openId={openId}
        onOpen={({ id }) => onOpen(id)}
        onRowMenu={(item, anchor) => setMenu({ item, anchor })}
        pendingIds={pendingIds}
        isTall
      />
      {menu && (
        <RowMenu
          registry={menu.item.registry}
          name={menu.item.name}
          anchor={menu.anchor}
          onClose={() => setMenu(null)}
        />
      )}
    </div>
  );
}

/** The columns of the list; their identity changes only with the language. */
export function useRegistryColumns(): readonly GridColumn[] {
  const t = useT();
  return useMemo(
    () => [
      { id: 'registry', header: t('registries.columns.registry'), width: 'minmax(190px, 1fr)' },
      { id: 'account', header: t('registries.columns.account'), width: 'minmax(90px, 116px)' },
      { id: 'state', header: t('registries.columns.state'), width: 'minmax(120px, 168px)' },
      { id: 'secret', header: t('registries.columns.secret'), width: 'minmax(84px, 112px)' },
      { id: 'limits', header: t('registries.columns.limits'), width: 'minmax(96px, 150px)', align: 'end' },
    ],
    [t],
  );
}

function NameCell({ registry }: { registry: Registry }) {
  const t = useT();
  const { name, fact, isFactAddress } = registryTitle(registry, t);
  return (
    <span className={styles['name']}>
      <RegistryIcon address={registry.id} />
      <span className={styles['lines']}>
        <bdi className={styles['title']} title={name}>
          {name}
        </bdi>
        <bdi className={styles['fact']} data-mono={isFactAddress || undefined} title={fact}>
          {fact}
        </bdi>
      </span>
    </span>
  );
}

function AccountCell({ registry }: { registry: Registry }) {
  const t = useT();
  const account = accountWords(registry, t);
  return account === null ? (
    <span className={styles['none']}>{t(registry.isLocal ? 'registries.noSignIn' : 'lists.none')}</span>
  ) : (
    <bdi className={styles['text']} data-strong="" title={account}>
      {account}
    </bdi>
  );
}

function StateCell({ registry }: { registry: Registry }) {
  const { glyph, tone, word } = useRegistryState(registry);
  return (
    <span className={styles['state']} data-tone={tone}>
      <StatusGlyph status={glyph} size={13} />
      <span className={styles['text']} title={word}>
        {word}
      </span>
    </span>
  );
}

function SecretCell({ registry }: { registry: Registry }) {
  const t = useT();
  const words = secretWords(registry.secretIn, t);
  if (words === null) return <span className={styles['none']}>{t('lists.none')}</span>;
  return (
    <span className={styles['text']} data-warn={registry.secretIn?.kind === 'file' || undefined} title={words}>
      {words}
    </span>
  );
}

function LimitsCell({ registry }: { registry: Registry }) {
  const t = useT();
  const format = useFormat();
  const { limit, trust, isLocal } = registry;
  if (limit !== null) {
    const { remaining, total, windowSeconds } = limit;
    const within =
      windowSeconds === null
        ? undefined
        : t('registries.limits.window', { window: format.duration(windowSeconds * 1000) });
    return (
      <span className={styles['text']} data-warn={remaining === 0 || undefined} title={within}>
        {t('registries.limits.left', { remaining, total })}
      </span>
    );
  }
  if (trust.isInsecure || isLocal) {
    return (
      <span className={styles['text']} data-warn="">
        {t('registries.limits.notEncrypted')}
      </span>
    );
  }
  return <span className={styles['none']}>{t('lists.none')}</span>;
}

interface RowMenuProps {
  registry: Registry;
  name: string;
  anchor: MenuAnchor;
  onClose: () => void;
}

function RowMenu({ registry, name, anchor, onClose }: RowMenuProps) {
  const t = useT();
  const targets = useOne(registry);
  const verbs = registryVerbs.filter((verb) => verb.applies(targets) === true);
  const items = useVerbItems(verbs, targets);
  return (
    <MenuAt
      open
      anchor={anchor}
      label={t('lists.moreActionsFor', { name })}
      items={items}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    />
  );
}
