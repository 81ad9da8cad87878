import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { listContainersCommand } from '../../../engine/commands/containers.ts';
import type { Container } from '../../../engine/contract/containers.ts';
import { useT } from '../../i18n/use-words.ts';
import { hasLostFocus } from '../../page/has-lost-focus.ts';
import type { ListFilterHandle } from '../../page/list-filter.tsx';
import { ListSkeleton } from '../../page/list-skeleton.tsx';
import { PagePanel } from '../../page/page-panel.tsx';
import { StaleLine } from '../../page/stale-line.tsx';
import { useListKeys } from '../../page/use-list-keys.ts';
import { useReadingCommand } from '../../page/use-reading-command.ts';
import { useFreshness, usePreferences, useRows, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import type { GridHandle } from '../../ui/grid/data-grid.tsx';
import { openRunDialog } from '../../verbs/app-verbs.ts';
import { showLogs } from '../../verbs/container-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';
import { useVerbs } from '../../verbs/verbs-context.tsx';
import { BulkActions } from './bulk-actions.tsx';
import { useContainerColumns } from './columns.ts';
import { ContainersGrid } from './containers-grid.tsx';
import { ContainersToolbar } from './containers-toolbar.tsx';
import { DetailPane } from './detail-pane.tsx';
import { FirstContainer } from './first-container.tsx';
import { NoneMatch } from './none-match.tsx';
import { useContainersList } from './use-containers-list.ts';

const noTargets: readonly never[] = [];
const listCommand = listContainersCommand();

/** All containers of the engine, live. */
export function ContainersPage() {
  const t = useT();
  const segment = usePreferences(({ containersFilter }) => containersFilter);
  const [filter, setFilter] = useState('');
  const [isHeld, setIsHeld] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set());
  const containers = useRows('containers', ({ rows }) => rows);
  const asOfMs = useRows('containers', (state) => state.asOfMs);
  const freshness = useFreshness('containers');
  const { arrangement, rows, sort } = useContainersList({ segment, filter, isHeld });
  const run = useVerb(openRunDialog, noTargets);
  const columns = useContainerColumns();
  const grid = useRef<GridHandle>(null);
  const filterField = useRef<ListFilterHandle>(null);
  useReadingCommand(listCommand);
  useListKeys(() => filterField.current?.focus());

  const selected = useMemo(
    () => [...selectedIds].map((id) => containers.get(id)).filter((found): found is Container => found !== undefined),
    [selectedIds, containers],
  );
  const open = openId === null ? undefined : containers.get(openId);
  const openItem = rows.find((row) => row.id === openId);
  const { nouns, recent } = useStores();
  const { run: runVerb } = useVerbs();
  const openPage = useCallback(
    (id: string) => {
      const container = nouns.of('containers').getState().rows.get(id);
      if (container !== undefined) void runVerb(showLogs, [container]);
    },
    [nouns, runVerb],
  );
  // Before the panel's own effect, which takes the focus for the whole page.
  useLayoutEffect(() => {
    // Back from a container's page: on from its row.
    const [lastId] = recent.getState().ids;
    if (lastId !== undefined && hasLostFocus()) grid.current?.focusRow(lastId);
  }, [recent]);
  const closePane = () => {
    setOpenId(null);
    if (openId !== null) grid.current?.focusRow(openId);
  };
  const isEmpty = freshness !== 'loading' && arrangement.total === 0;
  const primary = (
    <Button {...run.button} variant={isEmpty ? 'default' : 'primary'}>
      {run.label}
    </Button>
  );

  return (
    <PagePanel
      title={t('containers.title')}
      primary={primary}
      pane={
        open && (
          <DetailPane
            container={open}
            name={openItem?.kind === 'item' ? openItem.name : open.name}
            onClose={closePane}
            onOpenPage={() => openPage(open.id)}
          />
        )
      }
    >
      {isEmpty ? (
        <FirstContainer />
      ) : (
        <>
          <ContainersToolbar
            arrangement={arrangement}
            segment={segment}
            filter={filter}
            onFilter={setFilter}
            onLeaveFilter={() => grid.current?.focus()}
            onSortAgain={() => setIsHeld(false)}
            filterRef={filterField}
          />
          <StaleLine list="containers" asOfMs={asOfMs} />
          {freshness === 'loading' ? (
            <ListSkeleton columns={columns} />
          ) : arrangement.shown === 0 ? (
            <NoneMatch segment={segment} filter={filter} onClearFilter={() => setFilter('')} />
          ) : (
            <ContainersGrid
              ref={grid}
              rows={rows}
              sort={sort}
              openId={openId}
              onOpen={setOpenId}
              onOpenPage={openPage}
              selectedIds={selectedIds}
              onSelectionChange={setSelectedIds}
              onHold={setIsHeld}
              freshness={freshness}
            />
          )}
          {selected.length === 0 ? null : <BulkActions targets={selected} onClear={() => setSelectedIds(new Set())} />}
        </>
      )}
    </PagePanel>
  );
}
