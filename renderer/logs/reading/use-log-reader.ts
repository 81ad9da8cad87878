import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Container } from '../../../engine/contract/containers.ts';
import { useRows, useStores } from '../../stores/stores-context.tsx';
import { LogReader } from './log-reader.ts';
import type { ReaderState } from './log-state.ts';

export interface ReadLog {
  readonly reader: LogReader;
  readonly state: ReaderState;
}

/**
 * Reads the logs of containers as one while the component is mounted. `ids` must keep its identity.
 */
export function useLogReader(ids: readonly string[]): ReadLog {
  const { client, connection } = useStores();
  const reader = useMemo(
    () => new LogReader({ logs: client.logs, whenConnected: connection.whenConnected, nextFrame }, ids),
    [client, connection, ids],
  );
  const state = useSyncExternalStore(reader.subscribe, reader.state);
  return { reader, state };
}

/**
 * The service continues the log of a container that starts again. If it does not within this time,
 * the log is reopened.
 */
const restartMs = 2000;

/** Reopens a log that ended when its container runs again, known by its start time. */
export function useRestarts({ reader, state }: ReadLog, ids: readonly string[]): void {
  const ended = state.log.sources.filter(({ phase }) => phase === 'ended').map(({ container }) => container);
  const starts = useRows('containers', ({ rows }) => startsOf(ids, rows));
  const endedKey = ended.toSorted().join(' ');
  const known = useRef({ endedKey: '', starts: '' });
  useEffect(() => {
    const before = known.current;
    known.current = { endedKey, starts };
    if (endedKey === '' || before.endedKey !== endedKey || before.starts === starts) return undefined;
    const timer = setTimeout(reader.again, restartMs);
    return () => clearTimeout(timer);
  }, [endedKey, starts, reader]);
}

function startsOf(ids: readonly string[], rows: ReadonlyMap<string, Container>): string {
  return ids
    .map((id) => rows.get(id))
    .map((container) => (container?.state === 'running' ? String(container.sinceMs) : ''))
    .join(' ');
}

function nextFrame(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      cancelAnimationFrame(frame);
      reject(new DOMException('The log was closed.', 'AbortError'));
    };
    const frame = requestAnimationFrame(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    });
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}
