/** Which requests a fault strikes; left out: all, and whole connections. */
interface Scope {
  /** Against path and query, such as `/v1.45/containers/json?all=true`. */
  readonly path?: RegExp;
}

/** What can go wrong between a client and a daemon. Byte counts begin at the head of the request that the fault strikes. */
export type Fault =
  /** Each direction's bytes arrive that much later; order is kept. */
  | (Scope & { readonly kind: 'delay'; readonly delayMs: number; readonly jitterMs?: number })
  /** The connection breaks after so many bytes upwards (to the daemon) or downwards (to the client). */
  | (Scope & { readonly kind: 'cut'; readonly direction: 'up' | 'down'; readonly afterBytes: number })
  /** Bytes that the daemon never sent appear in its answer. */
  | (Scope & { readonly kind: 'garbage'; readonly afterBytes: number; readonly bytes: Buffer })
  /** The daemon is not asked; this is the answer. */
  | (Scope & { readonly kind: 'answer'; readonly status: number; readonly body: string })
  /** Nothing more is read from that side, so that whoever writes feels the pressure. */
  | (Scope & { readonly kind: 'pause'; readonly direction: 'up' | 'down' });
