import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Container } from '../../engine/contract/containers.ts';
import { useStores } from '../stores/stores-context.tsx';
import { LogFollow, type LogState } from './log-follow.ts';

interface FollowedLog {
  readonly follow: LogFollow;
  readonly state: LogState;
}

/** Follows a container's log as long as the component is there; when the container runs again after an end, anew. */
export function useLogFollow(container: Container, tailLines: number): FollowedLog {
  const { client, connection } = useStores();
  const { id } = container;
  const follow = useMemo(() => {
    const source = { logs: client.logs, whenConnected: connection.whenConnected, nextFrame };
    return new LogFollow(source, id, tailLines);
  }, [client, connection, id, tailLines]);
  const state = useSyncExternalStore(follow.subscribe, follow.state);
  useRestart(container, state.phase === 'ended', follow.again);
  return { follow, state };
}

/** A log that ended begins again with the container: known by the time of its start, or by having been seen stopped. */
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
  }, [hasEnded, isRunning, sinceMs, again]);
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
