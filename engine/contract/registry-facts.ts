import { amazonRegionOf, hostOf, type RegistryKind, registryKindOf } from './registry-kinds.ts';

/** One way to sign in to a registry. The page has words for each `id`. */
export interface SignInWay {
  readonly id: 'token' | 'password' | 'access-token' | 'key-file' | 'admin' | 'robot' | 'deploy-token';
  /** What has to stand in the user name's field; null where it is the user's, the robot's or the token's own name. */
  readonly username: string | null;
  /** How long the secret is good for, in seconds; null where its owner chooses, or it does not end. */
  readonly lifeSeconds: number | null;
  /** A program of the cloud that prints the secret; empty where it is made on a web page. */
  readonly command: readonly string[];
}

export interface RegistryFacts {
  /** The best way first. */
  readonly ways: readonly SignInWay[];
  /** Where a token is made; null where the address does not tell. */
  readonly tokenPage: string | null;
  /** The registry's own page about signing in. */
  readonly helpPage: string | null;
  /** What to tick when a token is made; empty where there is nothing to tick. */
  readonly scopes: { readonly pull: readonly string[]; readonly push: readonly string[] };
  /** Whether the password of the account on the web is taken; with a second factor it is not. */
  readonly takesPassword: boolean;
  /** Whether it answers with the list of its repositories (`/v2/_catalog`); null where only asking tells. */
  readonly listsRepositories: boolean | null;
  /** Whether public images are pulled without signing in. */
  readonly hasPublicImages: boolean;
}

const hour = 3600;

const own = { username: null, lifeSeconds: null, command: [] } as const;

const none: RegistryFacts = {
  ways: [
    { id: 'password', ...own },
    { id: 'token', ...own },
  ],
  tokenPage: null,
  helpPage: null,
  scopes: { pull: [], push: [] },
  takesPassword: true,
  listsRepositories: null,
  hasPublicImages: false,
};

/** Google: an access token ends after an hour; the key of a service account lasts until it is taken away. */
const google: Partial<RegistryFacts> = {
  ways: [
    {
      id: 'access-token',
      username: 'oauth2accesstoken',
      lifeSeconds: hour,
      command: ['gcloud', 'auth', 'print-access-token'],
    },
    { id: 'key-file', username: '_json_key', lifeSeconds: null, command: [] },
  ],
  tokenPage: 'https://console.cloud.google.com/iam-admin/serviceaccounts',
  helpPage: 'https://cloud.google.com/artifact-registry/docs/docker/authentication',
  scopes: { pull: ['roles/artifactregistry.reader'], push: ['roles/artifactregistry.writer'] },
  takesPassword: false,
  hasPublicImages: true,
};

const byKind: Readonly<Record<RegistryKind, (address: string) => Partial<RegistryFacts>>> = {
  // docs.docker.com, 'Personal access tokens': with a second factor the password is no longer taken.
  'docker-hub': () => ({
    ways: [
      { id: 'token', ...own },
      { id: 'password', ...own },
    ],
    tokenPage: 'https://app.docker.com/settings/personal-access-tokens',
    helpPage: 'https://docs.docker.com/security/access-tokens/',
    scopes: { pull: ['Read-only'], push: ['Read & Write'] },
    listsRepositories: false,
    hasPublicImages: true,
  }),
  // docs.github.com, 'Working with the Container registry': only classic tokens, never the password.
  github: (address) => ({
    ways: [{ id: 'token', ...own }],
    tokenPage: githubTokenPage(hostOf(address)),
    helpPage:
      'https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry',
    scopes: { pull: ['read:packages'], push: ['read:packages', 'write:packages'] },
    takesPassword: false,
    listsRepositories: false,
    hasPublicImages: true,
  }),
  'google-artifact': () => google,
  'google-container': () => google,
  // Amazon ECR User Guide, 'Private registry authentication': the token of an IAM identity, good for 12 hours.
  'amazon-private': (address) => ({
    ways: [
      {
        id: 'access-token',
        username: 'AWS',
        lifeSeconds: 12 * hour,
        command: ['aws', 'ecr', 'get-login-password', '--region', amazonRegionOf(address) ?? 'REGION'],
      },
    ],
    helpPage: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html',
    takesPassword: false,
  }),
  // Amazon ECR Public User Guide, 'Public registry authentication': the API is in us-east-1 only.
  'amazon-public': () => ({
    ways: [
      {
        id: 'access-token',
        username: 'AWS',
        lifeSeconds: 12 * hour,
        command: ['aws', 'ecr-public', 'get-login-password', '--region', 'us-east-1'],
      },
    ],
    helpPage: 'https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html',
    takesPassword: false,
    listsRepositories: false,
    hasPublicImages: true,
  }),
  // learn.microsoft.com, 'Authenticate with an Azure container registry': a person's token ends after 3 hours.
  azure: (address) => ({
    ways: [
      {
        id: 'access-token',
        username: '00000000-0000-0000-0000-000000000000',
        lifeSeconds: 3 * hour,
        command: [
          'az',
          'acr',
          'login',
          '--name',
          hostOf(address).split('.')[0] ?? '',
          '--expose-token',
          '--query',
          'accessToken',
          '--output',
          'tsv',
        ],
      },
      { id: 'token', ...own },
      { id: 'admin', ...own, username: hostOf(address).split('.')[0] ?? '' },
    ],
    tokenPage: 'https://portal.azure.com/#browse/Microsoft.ContainerRegistry%2Fregistries',
    helpPage: 'https://learn.microsoft.com/azure/container-registry/container-registry-authentication',
    scopes: { pull: ['AcrPull'], push: ['AcrPush'] },
    takesPassword: false,
  }),
  // docs.quay.io, 'Robot accounts': a robot is called `owner+name`; people use an encrypted password of their account settings.
  quay: () => ({
    ways: [
      { id: 'robot', ...own },
      { id: 'token', ...own },
      { id: 'password', ...own },
    ],
    helpPage: 'https://docs.quay.io/glossary/robot-accounts.html',
    scopes: { pull: ['Read'], push: ['Write'] },
    hasPublicImages: true,
  }),
  // docs.gitlab.com, 'Authenticate with the container registry': no password with a second factor; tokens end within a year.
  gitlab: (address) => ({
    ways: [
      { id: 'token', ...own },
      { id: 'deploy-token', ...own },
      { id: 'password', ...own },
    ],
    tokenPage: `https://${hostOf(address).replace(/^registry\./, '')}/-/user_settings/personal_access_tokens`,
    helpPage: 'https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/',
    scopes: { pull: ['read_registry'], push: ['read_registry', 'write_registry'] },
    hasPublicImages: true,
  }),
  // goharbor.io, 'Pulling and Pushing Images': who signs in elsewhere (OIDC) uses the CLI secret of the user profile; robots are `robot$name`.
  harbor: (address) => ({
    ways: [
      { id: 'token', ...own },
      { id: 'robot', ...own },
      { id: 'password', ...own },
    ],
    tokenPage: `https://${address}/`,
    helpPage: 'https://goharbor.io/docs/latest/working-with-projects/working-with-images/pulling-pushing-images/',
    hasPublicImages: true,
  }),
  local: () => ({ listsRepositories: true }),
  private: () => ({}),
};

/** What the form about a normalised address can say; `kind` where the service knows better than the host's name. */
export function registryFactsOf(address: string, kind: RegistryKind = registryKindOf(address)): RegistryFacts {
  return { ...none, ...byKind[kind](address) };
}

function githubTokenPage(host: string): string {
  const site = /^containers\.(?<site>[a-z0-9-]+\.ghe\.com)$/.exec(host)?.groups?.['site'] ?? 'github.com';
  return `https://${site}/settings/tokens/new?scopes=read:packages,write:packages&description=Berth`;
}

/** What tokens begin with, by who gives them out; a prefix is part of the token (GitHub and GitLab: 'token prefixes'). */
const tokenPrefixes = {
  'docker-hub': ['dckr_pat_', 'dckr_oat_'],
  github: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
  gitlab: ['glpat-', 'gldt-', 'glcbt-', 'glrt-', 'glsoat-'],
} as const;

/**
 * Whether a secret looks like what the registry gives out as a token. `password`: surely none, though this registry is better used with
 * one; `unknown` where its tokens have no form of their own. Nothing leaves the caller.
 */
export function looksLikeToken(kind: RegistryKind, secret: string): 'token' | 'password' | 'unknown' {
  switch (kind) {
    case 'docker-hub':
      // Tokens of before 2022 are plain UUIDs.
      return hasPrefix(secret, tokenPrefixes[kind]) || uuid.test(secret) ? 'token' : 'password';
    case 'github':
      // Tokens of before 2021 are 40 hexadecimal digits.
      return hasPrefix(secret, tokenPrefixes[kind]) || /^[0-9a-f]{40}$/.test(secret) ? 'token' : 'password';
    case 'google-artifact':
    case 'google-container':
      return secret.startsWith('ya29.') || isKeyFile(secret) ? 'token' : 'unknown';
    case 'amazon-private':
    case 'amazon-public':
      // A secret access key has 40 characters and is no password here; the password is base64 of some JSON, far longer.
      return secret.length >= 100 ? 'token' : 'password';
    case 'azure':
      return secret.startsWith('eyJ') && secret.split('.').length === 3 ? 'token' : 'unknown';
    case 'gitlab':
      return hasPrefix(secret, tokenPrefixes[kind]) ? 'token' : 'unknown';
    case 'quay':
    case 'harbor':
    case 'local':
    case 'private':
      return 'unknown';
  }
}

/** Whose token a secret is, going by its prefix; null where it has none. For words such as 'this is a GitHub token'. */
export function tokenOwnerOf(secret: string): keyof typeof tokenPrefixes | null {
  const owners = ['docker-hub', 'github', 'gitlab'] as const;
  return owners.find((owner) => hasPrefix(secret, tokenPrefixes[owner])) ?? null;
}

/** GitHub's newer, fine-grained tokens are not taken by its registry: only classic ones are. */
export function isTokenOfWrongKind(kind: RegistryKind, secret: string): boolean {
  return kind === 'github' && secret.startsWith('github_pat_');
}

/** Google's key file of a service account: JSON, also as base64 (`_json_key_base64`), where the beginning tells. */
export function isKeyFile(secret: string): boolean {
  return (
    (/^\s*\{/.test(secret) && secret.includes('"private_key"')) ||
    /^(?:ewogICJ0eXBlI|eyJ0eXBlI|eyAidHlwZSI)/.test(secret)
  );
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function hasPrefix(secret: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => secret.startsWith(prefix));
}
