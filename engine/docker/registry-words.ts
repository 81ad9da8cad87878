import type { ErrorCode, ErrorReason } from '../contract/errors.ts';

/** A text of the daemon, what it means, and the code where the status does not say it. */
export interface Pattern {
  readonly pattern: RegExp;
  readonly reason: ErrorReason;
  readonly code?: ErrorCode;
}

/**
 * What the daemon says of a registry, in answers and in the middle of a pull or push; named groups become params. Texts of moby 20.10 to 28
 * (`distribution/errors.go`, `pull_v2.go`, `registry/errors.go`), of distribution's client, of Go's net/http and crypto, and what
 * registries say themselves. The first that fits counts: the closer ones stand before those that also fit their words.
 */
export const registryPatterns: readonly Pattern[] = [
  { pattern: /toomanyrequests|too many requests|status: 429/i, reason: 'rate-limited' },
  { pattern: /server gave HTTP response to HTTPS client/, reason: 'registry-not-secure' },
  { pattern: /first record does not look like a TLS handshake/, reason: 'registry-not-secure' },
  { pattern: /x509: |tls: failed to verify certificate|remote error: tls: /, reason: 'certificate-unknown' },
  {
    pattern:
      /no matching manifest for (?<platform>\S+(?: \d\S*)?) in the manifest list|no match for platform in manifest/,
    reason: 'platform-missing',
    code: 'not-found',
  },
  {
    pattern:
      /does not match the specified platform: wanted:? (?<platform>[^\s,]+)|does not match the specified platform/,
    reason: 'platform-missing',
    code: 'not-found',
  },
  {
    pattern:
      /image operating system "(?<platform>[^"]+)" cannot be used on this platform|does not provide the specified platform/,
    reason: 'platform-missing',
    code: 'not-found',
  },
  {
    pattern:
      /incorrect username or password|HTTP Basic: Access denied|authentication failed|invalid (?:credentials|token|username)|malformed token|token (?:has )?expired|password (?:has been )?disabled|invalid_grant/i,
    reason: 'sign-in-refused',
    code: 'unauthorized',
  },
  {
    pattern: /no basic auth credentials|authentication required|authorization required|not logged in|unauthenticated/i,
    reason: 'sign-in-needed',
    code: 'unauthorized',
  },
  {
    pattern:
      /pull access denied for (?<image>[^\s,]+)|requested access to the resource is denied|push access denied|(?:^|: |\n)denied: |insufficient_scope|status: 403|HTTP 403|Forbidden/,
    reason: 'access-denied',
    code: 'unauthorized',
  },
  { pattern: /(?:^|: |\s)unauthorized(?:: |$)|status: 401|HTTP 401/i, reason: 'sign-in-needed', code: 'unauthorized' },
  {
    pattern: /name unknown|name_unknown|repository name not known to registry|repository \S+ not found|name invalid/i,
    reason: 'repository-missing',
    code: 'not-found',
  },
  {
    pattern: /manifest for (?<image>\S+) not found|manifest unknown|manifest_unknown|: not found$/i,
    reason: 'tag-missing',
    code: 'not-found',
  },
  {
    pattern: /(?:image does not exist locally with the tag|tag does not exist): (?<image>\S+)/,
    reason: 'image-missing',
    code: 'not-found',
  },
  {
    pattern:
      /invalid reference format|repository name must be lowercase|invalid tag format|cannot specify 64-byte hexadecimal|invalid repository name|refusing to create a tag with a digest/,
    reason: 'reference-invalid',
    code: 'invalid',
  },
  {
    pattern:
      /no such host|server misbehaving|name resolution|connection refused|i\/o timeout|no route to host|network is unreachable|host is down|TLS handshake timeout|request canceled while waiting for connection|Client\.Timeout exceeded|awaiting headers|context deadline exceeded|proxyconnect tcp/,
    reason: 'registry-unreachable',
  },
  {
    pattern:
      /unexpected HTTP status|error parsing HTTP \d+ response|filesystem layer verification failed|unexpected EOF|(?:^|: )EOF$|connection reset by peer|broken pipe|unknown blob|blob unknown|blob upload (?:unknown|invalid)|(?:^|: )unknown: /,
    reason: 'registry-failed',
  },
];
