import type { LogFilter, LogLevel, LogQuery } from '../../../engine/contract/logs.ts';
import type { Look } from '../reading/log-state.ts';

/** The content of the search box. */
export interface Search {
  readonly text: string;
  readonly isRegex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

/** Which lines are shown, as set in the toolbar. */
export interface Filter {
  /** Levels that are not shown. */
  readonly hiddenLevels: readonly LogLevel[];
  /** Lines without a level are shown. */
  readonly showsNone: boolean;
  readonly stream: 'stdout' | 'stderr' | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Ids of containers that are not shown. */
  readonly hiddenSources: readonly string[];
  readonly onlyMatching: boolean;
}

export const noSearch: Search = { text: '', isRegex: false, matchCase: false, wholeWord: false };
export const noFilter: Filter = {
  hiddenLevels: [],
  showsNone: true,
  stream: null,
  fromMs: null,
  toMs: null,
  hiddenSources: [],
  onlyMatching: false,
};

export const allLevels = ['error', 'warn', 'info', 'debug'] as const satisfies readonly LogLevel[];
/** The longest query that the service accepts. */
const longestQuery = 4096;

/**
 * Converts a search and a filter to requests for the service. `sources` are the ids of the
 * containers in the order of the log.
 */
export function toLook(search: Search, filter: Filter, sources: readonly string[]): Look {
  const conditions = toConditions(filter, sources);
  const query = toQuery(search);
  const isFiltering = Object.values(conditions).some((condition) => condition !== null);
  const marks = query === null ? null : { query, ...conditions };
  if (marks !== null && filter.onlyMatching) return { marks, rows: marks };
  return { marks, rows: isFiltering ? { query: null, ...conditions } : null };
}

function toQuery({ text, ...how }: Search): LogQuery | null {
  return text === '' ? null : { text: text.slice(0, longestQuery), ...how };
}

function toConditions(filter: Filter, sources: readonly string[]): Omit<LogFilter, 'query'> {
  const { hiddenLevels, showsNone, stream, fromMs, toMs, hiddenSources } = filter;
  const levels = allLevels.filter((level) => !hiddenLevels.includes(level));
  const shown = sources.flatMap((id, index) => (hiddenSources.includes(id) ? [] : [index]));
  return {
    levels: hiddenLevels.length === 0 && showsNone ? null : [...levels, ...(showsNone ? (['none'] as const) : [])],
    stream,
    sources: shown.length === sources.length ? null : shown,
    fromMs,
    toMs,
  };
}

/** Number of active conditions in the filter menu. */
export function countConditions({ showsNone, stream, fromMs, toMs, hiddenSources, onlyMatching }: Filter): number {
  const conditions = [
    !showsNone,
    stream !== null,
    fromMs !== null,
    toMs !== null,
    hiddenSources.length > 0,
    onlyMatching,
  ];
  return conditions.filter(Boolean).length;
}

/** Shows only errors, or all levels again. */
export function toggleErrorsOnly(filter: Filter): Filter {
  const isOn = !filter.showsNone && filter.hiddenLevels.length === 3 && !filter.hiddenLevels.includes('error');
  return isOn
    ? { ...filter, hiddenLevels: [], showsNone: true }
    : { ...filter, hiddenLevels: ['warn', 'info', 'debug'], showsNone: false };
}
