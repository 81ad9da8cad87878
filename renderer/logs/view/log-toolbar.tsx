import {
  ALargeSmall,
  BookmarkPlus,
  Bookmark,
  CalendarClock,
  Clock,
  Download,
  Ellipsis,
  Keyboard,
  TextWrap,
} from 'lucide-react';
import { memo, useState, type Ref } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { logFontSizes, type LogPreferences, logTimes, type LogTimes } from '../../stores/preferences-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Spacer, Toolbar, ToolbarLine } from '../../ui/toolbar.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { LevelToggles } from './level-toggles.tsx';
import type { Search } from '../search/log-query.ts';
import type { ReaderState } from '../reading/log-state.ts';
import { SearchBox } from '../search/search-box.tsx';
import type { LogSearch } from '../search/use-log-search.ts';
import styles from './log-toolbar.module.css';

const timeKeys = ['T'];
const wrapKeys = ['W'];

export type LogDialog = 'jump' | 'keys' | 'searches';

interface LogToolbarProps {
  state: ReaderState;
  search: LogSearch;
  preferences: LogPreferences;
  /**
   * This and the following properties keep their identity, so that the toolbar renders only what
   * changes while lines come fast.
   */
  onPreferences: (change: Partial<LogPreferences>) => void;
  onOpen: (dialog: LogDialog) => void;
  onSave: (options: SaveOptions) => void;
  onLeaveSearch: () => void;
  searchRef: Ref<HTMLInputElement>;
}

interface SaveOptions {
  readonly isAll: boolean;
  readonly gzip: boolean;
}

/** The toolbar above the lines: search, filter and display. */
export function LogToolbar(props: LogToolbarProps) {
  const { state, search, preferences, onPreferences, onOpen, onSave, onLeaveSearch, searchRef } = props;
  const t = useT();
  return (
    <Toolbar label={t('logs.toolbar')} className={styles['bar'] ?? ''}>
      <SearchBox
        ref={searchRef}
        search={search.search}
        setSearch={search.setSearch}
        index={search.index}
        go={search.go}
        marks={state.marks}
        problem={state.lookProblem}
        onLeave={onLeaveSearch}
      />
      <ToolbarLine />
      <LevelToggles levels={state.log.levels} filter={search.filter} onFilter={search.setFilter} />
      <Spacer />
      <FilterMenu
        filter={search.filter}
        onFilter={search.setFilter}
        sources={useSame(state.log.sources)}
        hasSearch={search.search.text !== ''}
      />
      <LookButtons preferences={preferences} onPreferences={onPreferences} />
      <DownloadMenu isFiltered={state.isFiltered} onSave={onSave} />
      <MoreMenu search={search.search} preferences={preferences} onPreferences={onPreferences} onOpen={onOpen} />
    </Toolbar>
  );
}

/** Keeps the first of equal values: every answer of the service is a new object. */
function useSame<T>(value: T): T {
  const [same, setSame] = useState(value);
  const isSame = same === value || JSON.stringify(same) === JSON.stringify(value);
  if (!isSame) setSame(value);
  return isSame ? same : value;
}

type LookProps = Pick<LogToolbarProps, 'preferences' | 'onPreferences'>;

const LookButtons = memo(function LookButtons({ preferences: { times, wraps }, onPreferences }: LookProps) {
  const t = useT();
  return (
    <>
      <IconButton
        icon={Clock}
        size="sm"
        label={t(`logs.times.${times}`)}
        keys={timeKeys}
        pressed={times !== 'off'}
        onClick={() => onPreferences({ times: nextTimes(times) })}
      />
      <IconButton
        icon={TextWrap}
        size="sm"
        label={t('logs.wrap')}
        keys={wrapKeys}
        pressed={wraps}
        onClick={() => onPreferences({ wraps: !wraps })}
      />
    </>
  );
});

interface DownloadMenuProps {
  isFiltered: boolean;
  onSave: (options: SaveOptions) => void;
}

const DownloadMenu = memo(function DownloadMenu({ isFiltered, onSave }: DownloadMenuProps) {
  const t = useT();
  const nothingFiltered = isFiltered ? undefined : t('logs.download.nothingFiltered');
  return (
    <Menu
      trigger={<IconButton icon={Download} size="sm" label={t('logs.download.label')} />}
      label={t('logs.download.label')}
      align="end"
      items={[
        { id: 'all', label: t('logs.download.all'), onSelect: () => onSave({ isAll: true, gzip: false }) },
        { id: 'all-gzip', label: t('logs.download.allGzip'), onSelect: () => onSave({ isAll: true, gzip: true }) },
        {
          id: 'shown',
          label: t('logs.download.shown'),
          disabledReason: nothingFiltered,
          separatorBefore: true,
          onSelect: () => onSave({ isAll: false, gzip: false }),
        },
        {
          id: 'shown-gzip',
          label: t('logs.download.shownGzip'),
          disabledReason: nothingFiltered,
          onSelect: () => onSave({ isAll: false, gzip: true }),
        },
      ]}
    />
  );
});

interface MoreMenuProps extends LookProps {
  search: Search;
  onOpen: (dialog: LogDialog) => void;
}

const MoreMenu = memo(function MoreMenu({ search, preferences, onPreferences, onOpen }: MoreMenuProps) {
  const t = useT();
  const { fontSizePx, foldsJson, foldsTraces, searches } = preferences;
  const isKnown = searches.some((one) => JSON.stringify(one) === JSON.stringify(search));
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} size="sm" label={t('logs.more.label')} />}
      label={t('logs.more.label')}
      align="end"
      items={[
        { id: 'jump', icon: CalendarClock, label: t('logs.more.jump'), onSelect: () => onOpen('jump') },
        {
          id: 'save-search',
          icon: BookmarkPlus,
          label: t('logs.more.saveSearch'),
          disabledReason: search.text === '' ? t('logs.more.nothingToSave') : undefined,
          onSelect: () => {
            if (!isKnown) onPreferences({ searches: [search, ...searches] });
          },
        },
        { id: 'searches', icon: Bookmark, label: t('logs.more.savedSearches'), onSelect: () => onOpen('searches') },
        {
          id: 'json',
          label: t('logs.more.foldJson'),
          checked: foldsJson,
          separatorBefore: true,
          onSelect: () => onPreferences({ foldsJson: !foldsJson }),
        },
        {
          id: 'traces',
          label: t('logs.more.foldTraces'),
          checked: foldsTraces,
          onSelect: () => onPreferences({ foldsTraces: !foldsTraces }),
        },
        {
          id: 'larger',
          icon: ALargeSmall,
          label: t('logs.more.larger'),
          separatorBefore: true,
          onSelect: () => onPreferences({ fontSizePx: Math.min(logFontSizes.most, fontSizePx + 1) }),
        },
        {
          id: 'smaller',
          icon: ALargeSmall,
          label: t('logs.more.smaller'),
          onSelect: () => onPreferences({ fontSizePx: Math.max(logFontSizes.least, fontSizePx - 1) }),
        },
        {
          id: 'keys',
          icon: Keyboard,
          label: t('logs.more.keys'),
          separatorBefore: true,
          onSelect: () => onOpen('keys'),
        },
      ]}
    />
  );
});

/** The next display of times: local time, relative time, none, and again. */
export function nextTimes(times: LogTimes): LogTimes {
  return logTimes[(logTimes.indexOf(times) + 1) % logTimes.length] ?? 'absolute';
}
