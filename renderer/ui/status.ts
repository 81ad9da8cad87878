/** What an object may be doing, in the vocabulary of the glyphs. */
export type Status =
  | 'healthy'
  | 'running'
  | 'starting'
  | 'unhealthy'
  | 'restarting'
  | 'paused'
  | 'stopped'
  | 'failed'
  | 'created'
  | 'removing'
  | 'unreachable';

export type Tone = 'ok' | 'warn' | 'bad' | 'busy' | 'idle';

/** The tone of each status; the shape says the same without colour. */
export const statusTones: Readonly<Record<Status, Tone>> = {
  healthy: 'ok',
  running: 'ok',
  starting: 'busy',
  unhealthy: 'warn',
  restarting: 'warn',
  paused: 'busy',
  stopped: 'idle',
  failed: 'bad',
  created: 'idle',
  removing: 'idle',
  unreachable: 'bad',
};
