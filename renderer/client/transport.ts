import type { ClientContext, ClientLink } from '@orpc/client';

/** One open way to the engine service. Whoever opened it closes it. */
export interface Transport {
  readonly link: ClientLink<ClientContext>;
  /** Settles once, when the transport can carry no more calls; never rejects. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Opens a transport; answers `'refused'` where the service does not know this page's token. Rejects when it cannot. */
export type OpenTransport = (signal: AbortSignal) => Promise<Transport | 'refused'>;
