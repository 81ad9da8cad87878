import { familiarReference, type ImageReference } from '../contract/image-reference.ts';
import { EngineError } from '../platform/engine-error.ts';
import { registryPatterns } from './registry-words.ts';

interface Circumstances {
  readonly reference: ImageReference;
  /** Empty where none was asked for. */
  readonly platform: string;
  /** Whether the daemon was given something to sign in with. */
  readonly isSignedIn: boolean;
  readonly isPush: boolean;
}

const reasonsOfRegistries: ReadonlySet<string> = new Set(registryPatterns.map(({ reason }) => reason));

/** What the daemon does not tell when a registry refuses: which one it was, of what, and whether anybody was signed in. */
export function aboutRegistry(error: unknown, { reference, platform, isSignedIn, isPush }: Circumstances): unknown {
  if (!(error instanceof EngineError) || !reasonsOfRegistries.has(error.reason)) return error;
  let { reason } = error;
  if (reason === 'sign-in-needed' && isSignedIn) reason = 'sign-in-refused';
  // Who may not push without having signed in has to do that first; a pull that is denied may also be of a name that is not there.
  if (reason === 'access-denied' && isPush && !isSignedIn) reason = 'sign-in-needed';
  const asked = platform === '' ? {} : { platform };
  return new EngineError(error.code, error.detail, {
    reason,
    params: { registry: reference.domain, image: familiarReference(reference), ...asked, ...error.params },
    cause: error,
  });
}
