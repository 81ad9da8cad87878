import type { EngineClient } from '../../client/engine-client.ts';

/** What reading a log needs of the page. */
export interface LogSource {
  readonly logs: EngineClient['logs'];
  /** Resolves when the service can be asked again. */
  readonly whenConnected: (signal: AbortSignal) => Promise<void>;
  /** Resolves with the next frame that is painted: nobody reads faster, and a hidden page asks nothing. */
  readonly nextFrame: (signal: AbortSignal) => Promise<void>;
}
