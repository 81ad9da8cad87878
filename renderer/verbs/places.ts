/** The tabs of a container's screen, in their order. */
export const containerTabs = ['logs', 'terminal', 'inspect'] as const;
export type ContainerTab = (typeof containerTabs)[number];

/** Addresses of the screens, below the address of their engine. */
export const places = {
  containers: '/containers',
  images: '/images',
  volumes: '/volumes',
  networks: '/networks',
  terminals: '/terminals',
  logs: '/logs',
  registries: '/registries',
  settings: '/settings',
} as const;

/** Where an engine's screens have their addresses, as they stand behind '#'. */
export function engineBase(engineId: string): string {
  return `/e/${encodeURIComponent(engineId)}`;
}

/** The engine that an address names, and the screen below it; null for an address that names none. */
export function parseEnginePlace(address: string): { readonly engineId: string; readonly place: string } | null {
  const [, part, place] = /^\/e\/([^/]+)(\/.*)?$/.exec(address) ?? [];
  const engineId = decode(part ?? '');
  return engineId === '' ? null : { engineId, place: place ?? '/' };
}

/** Whose logs are read together: containers by their names, which outlive them, and whole compose projects. */
export interface LogsChoice {
  readonly projects: readonly string[];
  readonly names: readonly string[];
}

/** The logs of some containers as one; without any, the page where they are chosen. */
export function logsPlace({ projects, names }: LogsChoice): string {
  // Neither name can hold a comma or an @ (moby `RestrictedNameChars`, the compose specification).
  const choice = [
    ...projects.map((project) => `@${encodeURIComponent(project)}`),
    ...names.map(encodeURIComponent),
  ].join(',');
  return choice === '' ? places.logs : `${places.logs}/${choice}`;
}

/** What an address of `logsPlace` has chosen. */
export function parseLogsChoice(choice: string): LogsChoice {
  const parts = choice
    .split(',')
    .map(decode)
    .filter((part) => part !== '' && part !== '@');
  const projects = parts.filter((part) => part.startsWith('@')).map((part) => part.slice(1));
  return { projects: [...new Set(projects)], names: [...new Set(parts.filter((part) => !part.startsWith('@')))] };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Somebody typed it: it names nothing.
    return '';
  }
}

/** The registries, with the details of one of them open. */
export function registryPlace(address: string): string {
  return `${places.registries}/${encodeURIComponent(address)}`;
}

/** The registry that an address of `registryPlace` has open; empty for none. */
export function parseRegistryPlace(part: string): string {
  return decode(part);
}

/** A container's own screen. */
export function containerPlace(id: string, tab: ContainerTab): string {
  return `/containers/${id}/${tab}`;
}
