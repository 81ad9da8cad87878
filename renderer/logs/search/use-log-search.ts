import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Filter, noFilter, noSearch, type Search, toLook } from './log-query.ts';
import type { FoundLine } from '../reading/log-questions.ts';
import type { LogReader } from '../reading/log-reader.ts';
import { isSameFilter, type ReaderState } from '../reading/log-state.ts';
import type { LogScroll } from '../scroll/use-log-scroll.ts';

/** A search begins after this pause in typing. */
const typingMs = 50;
/** Where a match outside the window is scrolled to: share of the window above it. */
const matchAbove = 1 / 3;

export interface LogSearch {
  readonly search: Search;
  readonly filter: Filter;
  readonly setSearch: (search: Search) => void;
  readonly setFilter: (filter: Filter) => void;
  /** The line of the current match, or the picked line. */
  readonly currentLine: number | null;
  readonly pick: (line: number | null) => void;
  /** Index of the current match among the known ones, from 1; null when there is none. */
  readonly index: number | null;
  readonly go: (direction: 'next' | 'previous') => void;
}

interface SearchOptions {
  readonly reader: LogReader;
  readonly state: ReaderState;
  readonly scroll: LogScroll;
  /** Ids of the containers, in the order of the log. */
  readonly ids: readonly string[];
}

interface Current {
  readonly line: number;
  /**
   * Index among the matches that were known at the request, from 0; null when it is unknown or the
   * line is no match.
   */
  readonly index: number | null;
}

/** The search of a log and its current match. */
export function useLogSearch({ reader, state, scroll, ids }: SearchOptions): LogSearch {
  const [search, setSearch] = useState(noSearch);
  const [filter, setFilter] = useState(noFilter);
  const [current, setCurrent] = useState<Current | null>(null);
  /** A search was typed and has no current match yet. */
  const isNew = useRef(false);
  const { marks, rows } = state;

  const look = useMemo(() => toLook(search, filter, ids), [search, filter, ids]);
  const currentRow = () => {
    const { from, to } = scroll.drawn;
    let top: number | null = null;
    for (let row = from; row < to; row += 1) {
      if (!scroll.showsRow(row)) continue;
      if (current !== null && reader.rows.line(row)?.line === current.line) return row;
      top ??= row;
    }
    return top;
  };
  const begin = useEffectEvent(() => {
    // Reading continues at the current match, else at the top row. A few rows that all fit are at
    // the end without being followed.
    const row = currentRow();
    const fits = scroll.showsRow(rows.first) && scroll.showsRow(rows.end - 1);
    const isAtMatch = row !== null && current !== null && reader.rows.line(row)?.line === current.line;
    reader.rows.look(look, scroll.isFollowing && !(fits && isAtMatch) ? null : (row ?? scroll.layout.first));
  });
  const wasTyped = useRef(search.text);
  useEffect(() => {
    const isTyping = wasTyped.current !== search.text && search.text !== '';
    wasTyped.current = search.text;
    const timer = setTimeout(begin, isTyping ? typingMs : 0);
    return () => clearTimeout(timer);
    // `begin` reads the search itself.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [look, search.text]);
  const change = useCallback((next: Search) => {
    isNew.current = next.text !== '';
    setCurrent((before) => (before === null ? null : { ...before, index: null }));
    setSearch(next);
  }, []);

  const show = useCallback(
    ({ line, row, index }: FoundLine) => {
      setCurrent({ line, index });
      if (!scroll.showsRow(row)) scroll.goToRow(row, matchAbove);
    },
    [scroll],
  );
  const edgeLine = (direction: 'next' | 'previous'): number => {
    const { from, to } = scroll.drawn;
    const seen: number[] = [];
    for (let row = from; row < to; row += 1) {
      const line = reader.rows.line(row);
      if (line !== undefined && scroll.showsRow(row)) seen.push(line.line);
    }
    return direction === 'next' ? (seen[0] ?? rows.first) - 1 : (seen.at(-1) ?? rows.end) + 1;
  };
  const find = async (line: number, direction: 'next' | 'previous') => {
    try {
      return await reader.ask.find(line, direction);
    } catch {
      // The log is being reopened, and the search with it.
      return null;
    }
  };
  const goOn = async (direction: 'next' | 'previous') => {
    const line = current?.line ?? edgeLine(direction);
    // After the last match comes the first.
    const beyond = direction === 'next' ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
    const found = (await find(line, direction)) ?? (await find(beyond, direction));
    if (found !== null) show(found);
  };
  const goToFirstMatch = useEffectEvent(async () => {
    // Ignores matches of an older search.
    const looked = reader.rows.now.marks;
    if (!isNew.current || looked === null || !isSameFilter(looked.filter, look.marks)) return;
    if (looked.state.endRow === looked.state.firstRow) return;
    isNew.current = false;
    const seenTop = edgeLine('next');
    const below = await find(seenTop, 'next');
    // A visible match needs no scrolling; else the nearest one above, which is the newest while
    // following.
    const found =
      below !== null && scroll.showsRow(below.row) ? below : ((await find(seenTop + 1, 'previous')) ?? below);
    if (found !== null && !isNew.current) show(found);
  });
  useEffect(() => {
    // It sets state only after the service has answered.
    // oxlint-disable-next-line react/set-state-in-effect
    void goToFirstMatch();
    // `goToFirstMatch` reads the state itself.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [marks]);

  // Older matches come before the current one and change its index.
  const recount = useEffectEvent(async () => {
    if (current === null || current.index === null) return;
    const { line } = current;
    const found = await find(line - 1, 'next');
    if (found?.line !== line) return;
    setCurrent((now) => (now?.line === line ? { line, index: found.index } : now));
  });
  const firstMatch = marks?.firstRow;
  useEffect(() => {
    // It sets state only after the service has answered.
    // oxlint-disable-next-line react/set-state-in-effect
    void recount();
    // Not used in the effect: it changes the index.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [firstMatch, marks?.isDone]);

  const forget = () => setCurrent((before) => (before === null ? null : { ...before, index: null }));
  const latest = useRef({ filter, goOn, forget });
  useLayoutEffect(() => {
    latest.current = { filter, goOn, forget };
  });
  // They keep their identity, so that their components do not render with every line.
  const { changeFilter, go } = useMemo(
    () => ({
      changeFilter: (next: Filter) => {
        const { filter: before, forget: forgetIndex } = latest.current;
        // Showing only the matches does not change them.
        if (JSON.stringify({ ...next, onlyMatching: before.onlyMatching }) !== JSON.stringify(before)) forgetIndex();
        setFilter(next);
      },
      go: (direction: 'next' | 'previous') => void latest.current.goOn(direction),
    }),
    [],
  );
  const count = marks === null ? 0 : marks.endRow - marks.firstRow;
  const index = current === null || current.index === null ? null : current.index + 1;
  return {
    search,
    filter,
    setSearch: change,
    setFilter: changeFilter,
    currentLine: current?.line ?? null,
    pick: (line) => setCurrent(line === null ? null : { line, index: null }),
    index: index !== null && index <= count ? index : null,
    go,
  };
}
