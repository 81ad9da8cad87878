export const registryKinds = [
  'docker-hub',
  'github',
  'google-artifact',
  'google-container',
  'amazon-private',
  'amazon-public',
  'azure',
  'quay',
  'gitlab',
  'harbor',
  'local',
  'private',
] as const;

export type RegistryKind = (typeof registryKinds)[number];

/** Every name that Docker Hub answers to; the docker CLI and dockerd call it `docker.io` in images' names. */
const dockerHubHosts = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'hub.docker.com',
  'registry.hub.docker.com',
  'www.docker.com',
  'app.docker.com',
]);

const hostPart = String.raw`[a-z0-9](?:[a-z0-9-]*[a-z0-9])?`;

/** Host and port of the distribution reference grammar (`reference/regexp.go`), in small letters. */
const hostAndPort = new RegExp(String.raw`^(${hostPart}(?:\.${hostPart})*|\[[0-9a-f:]+\])(?::(\d{1,5}))?$`);

/**
 * The registry that somebody means by a text such as `https://GHCR.io/` or `index.docker.io/v1`: its address as it begins images'
 * names, in small letters and without scheme and path. Null where images' names cannot begin like that: the grammar asks for a dot, a
 * port or `localhost`, or it would be a user's name on Docker Hub.
 */
export function normalizeAddress(text: string): string | null {
  const withoutScheme = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '');
  const address = withoutScheme.replace(/[/?#].*$/, '');
  const [, host, port] = hostAndPort.exec(address) ?? [];
  if (host === undefined || address.length > 255) return null;
  if (port !== undefined && (Number(port) === 0 || Number(port) > 65_535)) return null;
  if (dockerHubHosts.has(host)) return 'docker.io';
  return host === 'localhost' || host.includes('.') || host.startsWith('[') || port !== undefined ? address : null;
}

/** The address without its port: `[::1]` of `[::1]:5000`. */
export function hostOf(address: string): string {
  return hostAndPort.exec(address)?.[1] ?? address;
}

/** The hosts of Amazon's private registries, with those of FIPS, of two address families, and of China (AWS General Reference, 'Amazon ECR endpoints'). */
const amazonPrivate =
  /^(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)$/;

const patterns: readonly (readonly [RegistryKind, RegExp])[] = [
  ['docker-hub', /^docker\.io$/],
  ['github', /^(?:ghcr\.io|docker\.pkg\.github\.com|containers\.[a-z0-9-]+\.ghe\.com)$/],
  ['google-artifact', /(?:^|[.-])docker\.(?:[a-z0-9-]+\.rep\.)?pkg\.dev$/],
  ['google-container', /(?:^|\.)gcr\.io$/],
  ['amazon-private', amazonPrivate],
  ['amazon-public', /^(?:public\.ecr\.aws|ecr-public\.aws\.com)$/],
  ['azure', /^[a-z0-9][a-z0-9.-]*\.azurecr\.(?:io|cn|us)$/],
  ['quay', /^quay\.io$/],
  ['gitlab', /^(?:registry\.)?gitlab\./],
  ['harbor', /^harbor\.|(?:^|\.)goharbor\.io$/],
  ['local', /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/],
];

/** Who runs the registry of a normalised address, as far as the name of its host tells. */
export function registryKindOf(address: string): RegistryKind {
  const host = hostOf(address);
  return patterns.find(([, pattern]) => pattern.test(host))?.[0] ?? 'private';
}

/** The key of an address in Docker's config file and in credential helpers (docker CLI: `registry.IndexServer` for Docker Hub). */
export function configKeyOf(address: string): string {
  return address === 'docker.io' ? 'https://index.docker.io/v1/' : address;
}

type CloudHelper = 'gcloud' | 'ecr-login' | 'acr-env';

const cloudHelpers: Readonly<Partial<Record<RegistryKind, CloudHelper>>> = {
  'google-artifact': 'gcloud',
  'google-container': 'gcloud',
  'amazon-private': 'ecr-login',
  'amazon-public': 'ecr-login',
  azure: 'acr-env',
};

/** The credential helper (`docker-credential-NAME`) that the registry's own cloud offers; null where there is none. */
export function cloudHelperOf(address: string): CloudHelper | null {
  return cloudHelpers[registryKindOf(address)] ?? null;
}

/** The region in the name of one of Amazon's registries, which its command needs; null for any other address. */
export function amazonRegionOf(address: string): string | null {
  return amazonPrivate.exec(hostOf(address))?.groups?.['region'] ?? null;
}
