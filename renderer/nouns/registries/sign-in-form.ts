import {
  isTokenOfWrongKind,
  looksLikeToken,
  type RegistryFacts,
  type SignInWay,
  tokenOwnerOf,
} from '../../../engine/contract/registry-facts.ts';
import type { ErrorReason } from '../../../engine/contract/errors.ts';
import { normalizeAddress, registryKindOf } from '../../../engine/contract/registry-kinds.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { SecretLook } from './secret-field.tsx';
import type { Keep } from './use-keeping.ts';

/** Everything that was typed and chosen, but for the secret, which stays in its field. */
export interface SignInForm {
  /** As typed. */
  readonly address: string;
  readonly username: string;
  /** Null takes the first way that there is. */
  readonly way: SignInWay['id'] | 'helper' | null;
  /** Null takes what the docker CLI would do, if that is safe. */
  readonly keep: Keep | null;
  readonly hasAgreed: boolean;
}

export type SignInField = 'address' | 'username' | 'secret' | 'keep';

/** Where what went wrong is told: at a field, or below all of them. */
export type ProblemPlace = SignInField | 'certificate' | 'insecure' | 'form';

/** The place of a problem that a sign-in came back with. */
export function placeOfProblem({ reason }: EngineProblem): ProblemPlace {
  return places.get(reason) ?? 'form';
}

const places: ReadonlyMap<ErrorReason, ProblemPlace> = new Map([
  ['sign-in-refused', 'secret'],
  ['sign-in-needed', 'secret'],
  ['registry-unreachable', 'address'],
  ['certificate-unknown', 'certificate'],
  ['registry-not-secure', 'insecure'],
  ['helper-missing', 'keep'],
  ['helper-failed', 'keep'],
  ['secret-unprotected', 'keep'],
  ['config-broken', 'keep'],
]);

/** What the form lacks, a sentence for each field. `hasSecret` is all that is known of the secret. */
export function checkSignInForm(
  form: SignInForm,
  known: {
    readonly hasSecret: boolean;
    readonly username: string;
    readonly isHelper: boolean;
    readonly keep: Keep | null;
  },
  t: Translate,
): ReadonlyMap<SignInField, string> {
  const problems = new Map<SignInField, string>();
  if (form.address.trim() === '') problems.set('address', t('registries.signIn.addressEmpty'));
  else if (normalizeAddress(form.address) === null) problems.set('address', t('registries.signIn.addressInvalid'));
  if (!known.isHelper) {
    if (known.username.trim() === '') problems.set('username', t('registries.signIn.usernameEmpty'));
    if (!known.hasSecret) problems.set('secret', t('registries.signIn.secretEmpty'));
    if (known.keep?.kind === 'plain-text' && !form.hasAgreed)
      problems.set('keep', t('registries.signIn.keep.mustAgree'));
  }
  return problems;
}

/** What a secret looks like for this registry, in words; nothing of it is kept. */
export function lookOfSecret(secret: string, address: string | null, facts: RegistryFacts, t: Translate): SecretLook {
  // The first letters tell nothing, and would be called a password.
  if (secret.length < 8 || address === null) return null;
  const kind = registryKindOf(address);
  if (isTokenOfWrongKind(kind, secret)) return { tone: 'bad', words: t('registries.signIn.looks.fineGrained') };
  const owner = tokenOwnerOf(secret);
  if (owner !== null && owner !== kind && kind !== 'private' && kind !== 'local') {
    return { tone: 'bad', words: t('registries.signIn.looks.other', { name: t(`registries.kinds.${owner}`) }) };
  }
  switch (looksLikeToken(kind, secret)) {
    case 'token':
      return { tone: 'ok', words: t('registries.signIn.looks.token') };
    case 'password':
      return facts.takesPassword
        ? { tone: 'hint', words: t('registries.signIn.looks.password') }
        : { tone: 'bad', words: t('registries.signIn.looks.passwordRefused') };
    case 'unknown':
      return null;
  }
}
