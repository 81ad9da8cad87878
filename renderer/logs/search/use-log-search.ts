import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { type Filter, noFilter, noSearch, type Search, toLook } from './log-query.ts';
import type { FoundLine } from '../reading/log-questions.ts';
import type { LogReader } from '../reading/log-reader.ts';
import { isSameFilter, type ReaderState } from '../reading/log-state.ts';
import type { LogScroll } from '../scroll/use-log-scroll.ts';

/** A pause between letters; nobody waits for less. */
const typingMs = 50;
/** Where in the window a match that was out of sight is put: share of it above. */
const matchAbove = 1 / 3;

export interface LogSearch {
  readonly search: Search;
  readonly filter: Filter;
  readonly setSearch: (search: Search) => void;
  readonly setFilter: (filter: Filter) => void;
  /** The line that the search is at, or that was chosen. */
  readonly currentLine: number | null;
  readonly pick: (line: number | null) => void;
  /** From 1, of the matches that are known; null when the search is at none. */
  readonly index: number | null;
  readonly go: (direction: 'next' | 'previous') => void;
}

interface SearchOptions {
  readonly reader: LogReader;
  readonly state: ReaderState;
  readonly scroll: LogScroll;
  /** Ids of the containers, in their order. */
  readonly ids: readonly string[];
}

interface Current {
  readonly line: number;
  /** Of the matches that were known when it was asked for, from 0; null when it is none, or nobody knows. */
  readonly index: number | null;
}

/** The search of a log: what is looked for, and the match that one is at. */
export function useLogSearch({ reader, state, scroll, ids }: SearchOptions): LogSearch {
  const [search, setSearch] = useState(noSearch);
  const [filter, setFilter] = useState(noFilter);
  const [current, setCurrent] = useState<Current | null>(null);
  /** A search was typed, and has not led to a match yet. */
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
    // One goes on reading where the search is, else where one was. Few rows that all fit are at their end without being followed.
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
    // `begin` reads what is looked for now.
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
      // The log is being opened anew; the search goes on with it.
      return null;
    }
  };
  const goOn = async (direction: 'next' | 'previous') => {
    const line = current?.line ?? edgeLine(direction);
    // Beyond the last match comes the first.
    const beyond = direction === 'next' ? Number.MIN_SAFE_INTEGER : Number.MAX_SAFE_INTEGER;
    const found = (await find(line, direction)) ?? (await find(beyond, direction));
    if (found !== null) show(found);
  };
  const settle = useEffectEvent(async () => {
    // What was looked for before may still be finding something when the next letter is typed: that is not what is to be led to.
    const looked = reader.rows.now.marks;
    if (!isNew.current || looked === null || !isSameFilter(looked.filter, look.marks)) return;
    if (looked.state.endRow === looked.state.firstRow) return;
    isNew.current = false;
    const seenTop = edgeLine('next');
    const below = await find(seenTop, 'next');
    // A match that is seen already needs no way to it; else the nearest one above, which is the newest while one follows.
    const found =
      below !== null && scroll.showsRow(below.row) ? below : ((await find(seenTop + 1, 'previous')) ?? below);
    if (found !== null && !isNew.current) show(found);
  });
  useEffect(() => {
    // What it sets, it sets when the service has answered.
    // oxlint-disable-next-line react/set-state-in-effect
    void settle();
    // `settle` reads them.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [marks]);

  // Older matches that are found come before it: it is counted again.
  const recount = useEffectEvent(async () => {
    if (current === null || current.index === null) return;
    const { line } = current;
    const found = await find(line - 1, 'next');
    if (found?.line !== line) return;
    setCurrent((now) => (now?.line === line ? { line, index: found.index } : now));
  });
  const firstMatch = marks?.firstRow;
  useEffect(() => {
    // What it sets, it sets when the service has answered.
    // oxlint-disable-next-line react/set-state-in-effect
    void recount();
    // Not used, but what makes the count another.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [firstMatch, marks?.isDone]);

  const forget = () => setCurrent((before) => (before === null ? null : { ...before, index: null }));
  const latest = useRef({ filter, goOn, forget });
  useLayoutEffect(() => {
    latest.current = { filter, goOn, forget };
  });
  // They keep their identity, so that what they are handed to is not drawn with every line.
  const { changeFilter, go } = useMemo(
    () => ({
      changeFilter: (next: Filter) => {
        const { filter: before, forget: forgetIndex } = latest.current;
        // The matches are the same ones when only they are shown.
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
