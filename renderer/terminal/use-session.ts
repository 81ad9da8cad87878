import { useSyncExternalStore } from 'react';
import { useStores } from '../stores/stores-context.tsx';
import type { SessionState } from './session-state.ts';
import type { TerminalSession } from './terminal-session.ts';
import { sessionsOf } from './terminal-sessions.ts';

/** Follows a terminal's session; the first time, this page becomes the terminal's view. */
export function useSession(id: string): { readonly session: TerminalSession; readonly state: SessionState } {
  const session = sessionsOf(useStores()).of(id);
  const state = useSyncExternalStore(session.subscribe, session.state);
  return { session, state };
}

/** Follows a session without becoming the terminal's view; undefined while this page has not shown it. */
export function useSessionState(id: string): SessionState | undefined {
  const sessions = sessionsOf(useStores());
  return useSyncExternalStore(sessions.subscribe, () => sessions.stateOf(id));
}
