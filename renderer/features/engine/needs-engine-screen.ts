import type { EngineStatus } from '../../../engine/contract/engines.ts';

/**
 * True when there is nothing to show but the engine itself. An engine that was lost is no such case: its last lists stay in view, with
 * a line above them.
 */
export function needsEngineScreen({ state, connection, info }: EngineStatus): boolean {
  switch (state) {
    case 'failed':
    case 'unavailable':
    case 'stopped':
    case 'stopping':
      return true;
    case 'starting':
      return connection.kind === 'bundled';
    case 'lost':
      return info === null;
    case 'running':
      return false;
  }
}
