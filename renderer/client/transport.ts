import type { ClientContext, ClientLink } from '@orpc/client';

/** What goes with a call beside its input. */
export interface CallContext extends ClientContext {
  /** The engine that the call is for; left out for the service itself. */
  readonly engine?: string;
}

/** One open way to the engine service. Whoever opened it closes it. */
export interface Transport {
  readonly link: ClientLink<CallContext>;
  /** Settles once, when the transport can carry no more calls; never rejects. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens a transport; answers `'refused'` where the service does not know this page's token. Rejects when it cannot. */
export type OpenTransport = (signal: AbortSignal) => Promise<Transport | 'refused'>;
