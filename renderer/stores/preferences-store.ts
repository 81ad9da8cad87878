import type { StoreApi } from 'zustand/vanilla';
import { createStore } from './create-store.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const containersFilters = ['all', 'running', 'stopped', 'attention'] as const;
export type ContainersFilter = (typeof containersFilters)[number];

/** A column of a list and its direction; a list without one is in its default order. */
export interface ListSort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** How terminals look and what they may do. */
export interface TerminalPreferences {
  readonly fontSizePx: number;
  /** Lines that are kept above the screen. */
  readonly scrollbackLines: number;
  /** Screen readers are told what programs print. */
  readonly isScreenReaderOn: boolean;
  /** Before a paste of several lines, which a shell would run one after the other. */
  readonly asksBeforePaste: boolean;
  /** Programs may put text on the clipboard (OSC 52); they never read it. */
  readonly allowsClipboard: boolean;
}

/** In pixels; half sizes are fine. */
export const terminalFontSizes = { least: 8, most: 32 } as const;
/** A hundred thousand lines are some 100 MB of memory a terminal. */
export const terminalScrollback = { least: 0, most: 100_000 } as const;

export const logTimes = ['absolute', 'relative', 'off'] as const;
export type LogTimes = (typeof logTimes)[number];

/** A search that somebody wants to come back to. */
export interface SavedSearch {
  readonly text: string;
  readonly isRegex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

/** How logs look. */
export interface LogPreferences {
  readonly times: LogTimes;
  readonly wraps: boolean;
  readonly fontSizePx: number;
  /** Lines of JSON are shown in short. */
  readonly foldsJson: boolean;
  readonly foldsTraces: boolean;
  /** Newest first. */
  readonly searches: readonly SavedSearch[];
}

export const logFontSizes = { least: 10, most: 20 } as const;
const mostSearches = 50;
const longestSearch = 4096;

/** What this computer remembers of how the person likes the page. */
export interface Preferences {
  readonly theme: Theme;
  readonly isSidebarCollapsed: boolean;
  /** Names of compose projects whose rows are folded; empty string for those in no project. */
  readonly foldedGroups: readonly string[];
  readonly sorts: Readonly<Partial<Record<string, ListSort>>>;
  readonly containersFilter: ContainersFilter;
  readonly isGroupedByProject: boolean;
  readonly terminal: TerminalPreferences;
  readonly logs: LogPreferences;
}

export interface PreferencesStore extends StoreApi<Preferences> {
  readonly change: (preferences: Partial<Preferences>) => void;
  readonly toggleGroup: (group: string) => void;
  /** Null returns to the default order. */
  readonly sort: (list: string, sort: ListSort | null) => void;
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  isSidebarCollapsed: false,
  foldedGroups: [],
  sorts: {},
  containersFilter: 'all',
  isGroupedByProject: true,
  terminal: {
    fontSizePx: 12.5,
    scrollbackLines: 10_000,
    isScreenReaderOn: false,
    asksBeforePaste: true,
    allowsClipboard: false,
  },
  logs: { times: 'absolute', wraps: false, fontSizePx: 12, foldsJson: true, foldsTraces: false, searches: [] },
};

/** More lists than the page has; keeps a bad write from growing for ever. */
const mostSorts = 64;
const storageKey = 'berth.preferences';
/** More folds than anybody makes by hand; keeps a bad write from growing for ever. */
const mostFoldedGroups = 1000;

/** Reads what is stored, writes every change. A storage that refuses (private window, full) costs the memory, not the page. */
export function createPreferencesStore(storage: Pick<Storage, 'getItem' | 'setItem'>): PreferencesStore {
  const store = createStore<Preferences>(() => parsePreferences(readStored(storage)));
  const change = (preferences: Partial<Preferences>) => {
    store.setState(preferences);
    try {
      storage.setItem(storageKey, JSON.stringify(store.getState()));
    } catch {
      // Remembering is a comfort: the choice still holds until the page closes.
    }
  };
  return {
    ...store,
    change,
    toggleGroup(group) {
      const { foldedGroups } = store.getState();
      const others = foldedGroups.filter((name) => name !== group);
      change({
        foldedGroups: others.length < foldedGroups.length ? others : [...others, group].slice(-mostFoldedGroups),
      });
    },
    sort(list, sort) {
      const { [list]: _before, ...others } = store.getState().sorts;
      change({ sorts: sort === null ? others : { ...others, [list]: sort } });
    },
  };
}

/** Takes what is sound in stored data and the default for the rest; another version of Berth may have written it. */
export function parsePreferences(stored: unknown): Preferences {
  const data = toRecord(stored);
  const sorts = toRecord(data['sorts']);
  return {
    theme: oneOf(themes, data['theme'], defaultPreferences.theme),
    isSidebarCollapsed: toBoolean(data['isSidebarCollapsed'], defaultPreferences.isSidebarCollapsed),
    foldedGroups: toTexts(data['foldedGroups']),
    sorts: Object.fromEntries(
      Object.entries(sorts)
        .flatMap(([list, stored]) => toSort(stored).map((sort) => [list, sort] as const))
        .slice(0, mostSorts),
    ),
    containersFilter: oneOf(containersFilters, data['containersFilter'], defaultPreferences.containersFilter),
    isGroupedByProject: toBoolean(data['isGroupedByProject'], defaultPreferences.isGroupedByProject),
    terminal: toTerminal(toRecord(data['terminal'])),
    logs: toLogs(toRecord(data['logs'])),
  };
}

function toLogs(data: Record<string, unknown>): LogPreferences {
  const { logs } = defaultPreferences;
  const searches = Array.isArray(data['searches']) ? data['searches'].flatMap(toSearch) : [];
  return {
    times: oneOf(logTimes, data['times'], logs.times),
    wraps: toBoolean(data['wraps'], logs.wraps),
    fontSizePx: within(logFontSizes, data['fontSizePx'], logs.fontSizePx),
    foldsJson: toBoolean(data['foldsJson'], logs.foldsJson),
    foldsTraces: toBoolean(data['foldsTraces'], logs.foldsTraces),
    searches: searches.slice(0, mostSearches),
  };
}

function toSearch(value: unknown): SavedSearch[] {
  const data = toRecord(value);
  const text = data['text'];
  if (typeof text !== 'string' || text === '' || text.length > longestSearch) return [];
  const { isRegex, matchCase, wholeWord } = data;
  return [
    {
      text,
      isRegex: toBoolean(isRegex, false),
      matchCase: toBoolean(matchCase, false),
      wholeWord: toBoolean(wholeWord, false),
    },
  ];
}

function toTerminal(data: Record<string, unknown>): TerminalPreferences {
  const { terminal } = defaultPreferences;
  return {
    fontSizePx: within(terminalFontSizes, data['fontSizePx'], terminal.fontSizePx),
    scrollbackLines: Math.round(within(terminalScrollback, data['scrollbackLines'], terminal.scrollbackLines)),
    isScreenReaderOn: toBoolean(data['isScreenReaderOn'], terminal.isScreenReaderOn),
    asksBeforePaste: toBoolean(data['asksBeforePaste'], terminal.asksBeforePaste),
    allowsClipboard: toBoolean(data['allowsClipboard'], terminal.allowsClipboard),
  };
}

function within({ least, most }: { least: number; most: number }, value: unknown, otherwise: number): number {
  return typeof value === 'number' && value >= least && value <= most ? value : otherwise;
}

function readStored(storage: Pick<Storage, 'getItem'>): unknown {
  try {
    return JSON.parse(storage.getItem(storageKey) ?? '{}');
  } catch {
    // Unreadable is as good as never written.
    return {};
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function oneOf<T extends string>(known: readonly T[], value: unknown, otherwise: T): T {
  return known.find((one) => one === value) ?? otherwise;
}

function toBoolean(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function toTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === 'string').slice(-mostFoldedGroups);
}

function toSort(value: unknown): ListSort[] {
  const { column, direction } = toRecord(value);
  if (typeof column !== 'string' || (direction !== 'ascending' && direction !== 'descending')) return [];
  return [{ column, direction }];
}
