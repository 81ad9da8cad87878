import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Container } from '../../engine/contract/containers.ts';
import { useStores } from '../stores/stores-context.tsx';
import { LogFollow, type LogSource, type LogState } from './log-follow.ts';

interface FollowedLog {
  readonly follow: LogFollow | null;
  readonly state: LogState;
  /** Begins anew, after it failed. */
  readonly again: () => void;
}

const nothingYet: LogState = {
  phase: 'opening',
  firstLine: 0,
  endLine: 0,
  version: 0,
  generation: 0,
  problem: null,
};
const neverChanges = () => () => {};

/** Follows a container's log as long as the component is there; when the container runs again after an end, anew. */
export function useLogFollow(container: Container, tailLines: number): FollowedLog {
  const { client, connection } = useStores();
  const { id } = container;
  const [follow, setFollow] = useState<LogFollow | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const source: LogSource = { logs: client.logs, whenConnected: connection.whenConnected, nextFrame };
    const opened = new LogFollow(source, id, tailLines);
    setFollow(opened);
    return () => opened[Symbol.dispose]();
  }, [client, connection, id, tailLines, attempt]);
  const state = useSyncExternalStore(follow?.subscribe ?? neverChanges, follow?.state ?? (() => nothingYet));
  const again = () => setAttempt((before) => before + 1);
  useRestart(container, state.phase === 'ended', again);
  return { follow, state, again };
}

/** A log that ended begins again with the container: known by the time at which it was started, or by having been seen stopped. */
function useRestart({ state, sinceMs }: Container, hasEnded: boolean, again: () => void): void {
  const end = useRef<{ sinceMs: number | null; wasStopped: boolean } | null>(null);
  const isRunning = state === 'running';
  useEffect(() => {
    if (!hasEnded) {
      end.current = null;
      return;
    }
    end.current ??= { sinceMs, wasStopped: false };
    if (!isRunning) end.current.wasStopped = true;
    else if (end.current.wasStopped || end.current.sinceMs !== sinceMs) again();
  });
}

function nextFrame(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      cancelAnimationFrame(frame);
      reject(new DOMException('The follow was closed.', 'AbortError'));
    };
    const frame = requestAnimationFrame(() => {
      signal.removeEventListener('abort', leave);
      resolve();
    });
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}
