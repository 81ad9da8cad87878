import type { Connection } from '../../engine/contract/engines.ts';
import type { Translate } from '../i18n/translate.ts';

/** Where a Docker engine that was installed the usual way listens; /var/run is /run on today's systems. */
export const usualSockets: ReadonlySet<string> = new Set(['/var/run/docker.sock', '/run/docker.sock']);

/** An engine's name: the bundled one and the one in the usual place have ours, the others bring theirs. */
export function engineName({ kind, name }: Pick<Connection, 'kind' | 'name'>, t: Translate): string {
  if (kind === 'bundled') return t('engine.bundled');
  return kind === 'socket' && usualSockets.has(name) ? t('engine.usualSocket') : name;
}
