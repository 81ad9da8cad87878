/** What helpers say when they have nothing for a registry (docker-credential-helpers, `credentials/error.go`). */
const notFound = /credentials not found in native keychain/;

export const notSetUpSentence = 'The password store is not set up yet: pass init does that.';

interface KnownWords {
  readonly pattern: RegExp;
  /** What the page may offer a way out for. */
  readonly hint:
    'not-set-up' | 'no-key' | 'no-keychain' | 'locked' | 'cloud-signed-out' | 'not-for-storing' | 'incomplete';
  readonly sentence: string;
}

/**
 * The words of helpers that are understood. Nothing else of what a helper says is ever shown or logged, because it may be the secret; and
 * what is shown are our sentences, not its words. Texts of docker-credential-helpers 0.6 to 0.9, GnuPG 2.2, libsecret, gcloud, ecr-login.
 */
const knownWords: readonly KnownWords[] = [
  {
    pattern: /pass(?:word)? (?:store )?(?:is )?(?:not |un)initiali[sz]ed|try "?pass init/i,
    hint: 'not-set-up',
    sentence: notSetUpSentence,
  },
  {
    pattern: /gpg: .*(?:no (?:secret|public) key|decryption failed|skipped)|no (?:secret|public) key/i,
    hint: 'no-key',
    sentence: 'GnuPG does not have the key of the password store.',
  },
  {
    pattern: /org\.freedesktop\.|D-?Bus|X11 \$?DISPLAY|session bus|the keychain of this computer cannot be used/i,
    hint: 'no-keychain',
    sentence: 'The system’s keychain cannot be reached.',
  },
  {
    pattern:
      /locked|dismissed|user interaction is not allowed|(?:operation|user) (?:was )?cancell?ed|pinentry|timeout/i,
    hint: 'locked',
    sentence: 'The keychain is locked, or unlocking it was cancelled.',
  },
  {
    pattern: /gcloud auth login|reauth|NoCredentialProviders|expired ?token|ExpiredToken|az login|not logged in/i,
    hint: 'cloud-signed-out',
    sentence: 'Nobody is signed in with the cloud’s own program.',
  },
  {
    pattern: /not implemented|not supported|unsupported|read-?only/i,
    hint: 'not-for-storing',
    sentence: 'It does not store secrets that are given to it.',
  },
  {
    pattern: /no credentials (?:server URL|username)/i,
    hint: 'incomplete',
    sentence: 'It wants an address and a user name.',
  },
];

/** Whether a helper says that it has nothing. */
export function saysNotFound(words: string): boolean {
  return notFound.test(words);
}

/** What a helper's words mean, in ours; null where they are not known. */
export function explainWords(words: string): Pick<KnownWords, 'hint' | 'sentence'> | null {
  return knownWords.find(({ pattern }) => pattern.test(words)) ?? null;
}
