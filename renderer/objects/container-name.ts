import type { Container } from '../../engine/contract/containers.ts';

/**
 * The name inside a compose project's group: the service; with a number for the second and later replicas; what
 * follows the project for one-off runs (`docker compose run`). Outside of a project, the container's own name.
 */
export function nameInGroup({ name, project, service }: Pick<Container, 'name' | 'project' | 'service'>): string {
  if (project === null || service === null) return name;
  const rest = afterPrefix(name, project);
  if (rest === null) return service;
  const tail = afterPrefix(rest, service);
  if (tail === null) return service;
  if (!/^\d+$/.test(tail)) return rest;
  return Number(tail) === 1 ? service : `${service}-${tail}`;
}

/** Compose joined its names by '_' before version 2, and by '-' since. */
function afterPrefix(text: string, prefix: string): string | null {
  if (!text.startsWith(prefix)) return null;
  const joint = text.charAt(prefix.length);
  return joint === '-' || joint === '_' ? text.slice(prefix.length + 1) : null;
}

/** The first 12 digits of an id, as the docker CLI shows it; of `sha256:…` too. */
export function toShortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}
