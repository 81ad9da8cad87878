import type { EngineClient } from '../../client/engine-client.ts';

/** What a log reader needs from the page. */
export interface LogService {
  readonly logs: EngineClient['logs'];
  /** Resolves when the service is connected. */
  readonly whenConnected: (signal: AbortSignal) => Promise<void>;
  /** Resolves with the next painted frame: a hidden page requests nothing. */
  readonly nextFrame: (signal: AbortSignal) => Promise<void>;
}
