import type { ClientContext, ClientLink } from '@orpc/client';

/** Why a transport ended: the service went away, or it does not know this page's token. */
export type TransportEnd = 'lost' | 'refused';

/** One open way to the engine service. Whoever opened it closes it. */
export interface Transport {
  readonly link: ClientLink<ClientContext>;
  /** Settles once, when the transport can carry no more calls; never rejects. */
  readonly ended: Promise<TransportEnd>;
  close(): void;
}

/** Opens a transport; the answer is `'refused'` when trying again is useless until something changes. Rejects when it cannot. */
export type OpenTransport = (signal: AbortSignal) => Promise<Transport | 'refused'>;
