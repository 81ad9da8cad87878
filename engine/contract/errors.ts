import { z } from 'zod';

/** Every way a call can fail. The page switches over these exhaustively. */
export const errorCodes = [
  'unreachable',
  'unauthorized',
  'not-found',
  'conflict',
  'invalid',
  'unsupported',
  'cancelled',
  'timeout',
  'rejected',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What is known beyond the code; the page has a sentence for each. `none` means that only the code is known. */
export const errorReasons = [
  'none',
  'port-taken',
  'port-forbidden',
  'name-taken',
  'name-invalid',
  'image-missing',
  'image-in-use',
  'image-many-tags',
  'image-has-children',
  'container-running',
  'container-missing',
  'removal-in-progress',
  'disk-full',
  'program-missing',
  'program-not-runnable',
  'exec-format',
  'permission-denied',
  'engine-starting',
  'engine-unavailable',
  'api-too-old',
  'pattern',
  'reference-invalid',
  'sign-in-needed',
  'sign-in-refused',
  'access-denied',
  'repository-missing',
  'tag-missing',
  'platform-missing',
  'rate-limited',
  'registry-unreachable',
  'registry-failed',
  'registry-not-secure',
  'certificate-unknown',
  'archive-invalid',
  'file-exists',
  'file-not-writable',
  'list-changed',
  'config-broken',
  'helper-missing',
  'helper-failed',
  'secret-unprotected',
  'download-failed',
  'system-unsupported',
  'too-many-calls',
] as const;

export type ErrorReason = (typeof errorReasons)[number];

/** What crosses beside code and message. `detail` is the daemon's own text, shown behind 'Details'. */
export const errorData = z.object({
  reason: z.enum(errorReasons),
  /** Values for the page's sentence: `port`, `name`, `image`, `program`, `registry`, `platform`, `path`, `helper`. */
  params: z.record(z.string(), z.string()),
  detail: z.string(),
  /** The id under which the service logged the failed call. */
  callId: z.string(),
});

export type ErrorData = z.infer<typeof errorData>;
