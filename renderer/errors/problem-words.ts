import type { ErrorCode, ErrorReason } from '../../engine/contract/errors.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import type { TextKey, Translate } from '../i18n/translate.ts';

/** A way on that the page can offer as a button; whoever shows the problem knows what it does. */
export type Offer =
  | 'retry'
  | 'start-engine'
  | 'show-containers'
  | 'change-port'
  | 'change-name'
  | 'sign-in'
  | 'check-name'
  | 'choose-platform'
  | 'add-certificate';

export interface ProblemWords {
  /** What happened, when no verb tells it better. */
  readonly title: string;
  /** Why, in a sentence or two; never only a code. */
  readonly why: string;
  /** Safest first. */
  readonly offers: readonly Offer[];
}

/** What the page knows besides the problem. */
export interface KnownFacts {
  /** The name of the container that has published a port of this computer, if one has. */
  readonly containerOnPort?: (hostPort: string) => string | undefined;
}

/** Plain words for a failed call. Total over codes and reasons: a new one does not compile without its words. */
export function problemWords(problem: EngineProblem, t: Translate, facts: KnownFacts = {}): ProblemWords {
  const { code, reason, params } = problem;
  const byCode = codes[code];
  const title = t(byCode.title);
  if (reason === 'none') return { title, why: t(byCode.why), offers: byCode.offers };
  const { why, offers } = reasons[reason];
  return { title, why: why(t, params, facts), offers };
}

/** What a person may copy into a report: the engine's own words, and the id under which the service logged the call. */
export function problemDetails(problem: EngineProblem, t: Translate): readonly string[] {
  const { detail, callId } = problem;
  return [...(detail === '' ? [] : [detail]), ...(callId === '' ? [] : [t('errors.callId', { callId })])];
}

interface CodeWords {
  readonly title: Extract<TextKey, `errors.titles.${string}`>;
  readonly why: Extract<TextKey, `errors.whys.${string}`>;
  readonly offers: readonly Offer[];
}

const codes: Readonly<Record<ErrorCode, CodeWords>> = {
  unreachable: {
    title: 'errors.titles.unreachable',
    why: 'errors.whys.unreachable',
    offers: ['retry', 'start-engine'],
  },
  unauthorized: { title: 'errors.titles.unauthorized', why: 'errors.whys.unauthorized', offers: [] },
  'not-found': { title: 'errors.titles.notFound', why: 'errors.whys.notFound', offers: [] },
  conflict: { title: 'errors.titles.conflict', why: 'errors.whys.conflict', offers: ['retry'] },
  invalid: { title: 'errors.titles.invalid', why: 'errors.whys.invalid', offers: [] },
  unsupported: { title: 'errors.titles.unsupported', why: 'errors.whys.unsupported', offers: [] },
  cancelled: { title: 'errors.titles.cancelled', why: 'errors.whys.cancelled', offers: ['retry'] },
  timeout: { title: 'errors.titles.timeout', why: 'errors.whys.timeout', offers: ['retry'] },
  rejected: { title: 'errors.titles.rejected', why: 'errors.whys.rejected', offers: ['retry'] },
  internal: { title: 'errors.titles.internal', why: 'errors.whys.internal', offers: ['retry'] },
};

interface ReasonWords {
  /** The daemon does not always tell a port or a name; each sentence has a form without. */
  readonly why: (t: Translate, params: EngineProblem['params'], facts: KnownFacts) => string;
  readonly offers: readonly Offer[];
}

const reasons: Readonly<Record<Exclude<ErrorReason, 'none'>, ReasonWords>> = {
  'port-taken': {
    why(t, { port }, { containerOnPort }) {
      if (port === undefined) return t('errors.portTaken');
      const name = containerOnPort?.(port);
      return name === undefined ? t('errors.portTakenNamed', { port }) : t('errors.portTakenBy', { port, name });
    },
    offers: ['change-port', 'retry'],
  },
  'port-forbidden': {
    why: (t, { port }) => (port === undefined ? t('errors.portForbidden') : t('errors.portForbiddenNamed', { port })),
    offers: ['change-port'],
  },
  'name-taken': {
    why: (t, { name }) => (name === undefined ? t('errors.nameTaken') : t('errors.nameTakenNamed', { name })),
    offers: ['change-name', 'show-containers'],
  },
  'name-invalid': { why: (t) => t('errors.nameInvalid'), offers: ['change-name'] },
  'image-missing': {
    why: (t, { image }) => (image === undefined ? t('errors.imageMissing') : t('errors.imageMissingNamed', { image })),
    offers: [],
  },
  'image-in-use': {
    why: (t, { name }) => (name === undefined ? t('errors.imageInUse') : t('errors.imageInUseNamed', { name })),
    offers: ['show-containers'],
  },
  'image-many-tags': { why: (t) => t('errors.imageManyTags'), offers: [] },
  'image-has-children': { why: (t) => t('errors.imageHasChildren'), offers: [] },
  'container-running': { why: (t) => t('errors.containerRunning'), offers: ['retry'] },
  'container-missing': { why: (t) => t('errors.containerMissing'), offers: [] },
  'removal-in-progress': { why: (t) => t('errors.removalInProgress'), offers: [] },
  'disk-full': { why: (t) => t('errors.diskFull'), offers: ['retry'] },
  'program-missing': {
    why: (t, { program }) =>
      program === undefined ? t('errors.programMissing') : t('errors.programMissingNamed', { program }),
    offers: [],
  },
  'program-not-runnable': {
    why: (t, { program }) =>
      program === undefined ? t('errors.programNotRunnable') : t('errors.programNotRunnableNamed', { program }),
    offers: [],
  },
  'exec-format': { why: (t) => t('errors.execFormat'), offers: [] },
  'permission-denied': { why: (t) => t('errors.permissionDenied'), offers: [] },
  'engine-starting': { why: (t) => t('errors.engineStarting'), offers: ['retry'] },
  'engine-unavailable': { why: (t) => t('errors.engineUnavailable'), offers: ['start-engine'] },
  'api-too-old': { why: (t) => t('errors.apiTooOld'), offers: [] },
  pattern: { why: (t) => t('errors.pattern'), offers: [] },
  'reference-invalid': {
    why: (t, { image }) =>
      image === undefined ? t('errors.referenceInvalid') : t('errors.referenceInvalidNamed', { image }),
    offers: ['check-name'],
  },
  'sign-in-needed': {
    why: (t, params) => t('errors.signInNeeded', { registry: registryWords(t, params) }),
    offers: ['sign-in'],
  },
  'sign-in-refused': {
    why(t, params) {
      const registry = registryWords(t, params);
      const { hint } = params;
      if (hint === 'expired') return t('errors.signInExpired', { registry });
      if (hint === 'access-token') return t('errors.signInWantsToken', { registry });
      return t(hint === 'two-factor' ? 'errors.signInTwoFactor' : 'errors.signInRefused', { registry });
    },
    offers: ['sign-in'],
  },
  'access-denied': {
    why(t, params) {
      const registry = registryWords(t, params);
      const { image } = params;
      return image === undefined
        ? t('errors.accessDenied', { registry })
        : t('errors.accessDeniedNamed', { registry, image });
    },
    offers: ['check-name', 'sign-in'],
  },
  'repository-missing': {
    why(t, params) {
      const registry = registryWords(t, params);
      const { image } = params;
      return image === undefined
        ? t('errors.repositoryMissing', { registry })
        : t('errors.repositoryMissingNamed', { registry, image });
    },
    offers: ['check-name', 'sign-in'],
  },
  'tag-missing': {
    why: (t, { image }) => (image === undefined ? t('errors.tagMissing') : t('errors.tagMissingNamed', { image })),
    offers: ['check-name'],
  },
  'platform-missing': {
    why: (t, { platform }) =>
      platform === undefined ? t('errors.platformMissing') : t('errors.platformMissingNamed', { platform }),
    offers: ['choose-platform', 'check-name'],
  },
  'rate-limited': {
    why(t, params) {
      const registry = registryWords(t, params);
      const ms = Number(params['seconds']) * 1000;
      return ms > 0 ? t('errors.rateLimitedFor', { registry, ms }) : t('errors.rateLimited', { registry });
    },
    offers: ['retry', 'sign-in'],
  },
  'registry-unreachable': {
    why: (t, params) => t('errors.registryUnreachable', { registry: registryWords(t, params) }),
    offers: ['retry', 'check-name'],
  },
  'registry-failed': {
    why: (t, params) => t('errors.registryFailed', { registry: registryWords(t, params) }),
    offers: ['retry'],
  },
  'registry-not-secure': {
    why: (t, params) => t('errors.registryNotSecure', { registry: registryWords(t, params) }),
    offers: ['check-name'],
  },
  'certificate-unknown': {
    why: (t, params) => t('errors.certificateUnknown', { registry: registryWords(t, params) }),
    offers: ['add-certificate'],
  },
  'archive-invalid': {
    why: (t, { name }) => (name === undefined ? t('errors.archiveInvalid') : t('errors.archiveInvalidNamed', { name })),
    offers: [],
  },
  'file-exists': {
    why: (t, { path }) => (path === undefined ? t('errors.fileExists') : t('errors.fileExistsNamed', { path })),
    offers: ['change-name'],
  },
  'file-not-writable': {
    why: (t, { path }) =>
      path === undefined ? t('errors.fileNotWritable') : t('errors.fileNotWritableNamed', { path }),
    offers: ['change-name', 'retry'],
  },
  'too-many-calls': { why: (t) => t('errors.tooManyCalls'), offers: ['retry'] },
  'list-changed': { why: (t) => t('errors.listChanged'), offers: ['retry'] },
  'config-broken': {
    why: (t, { path }) => (path === undefined ? t('errors.configBroken') : t('errors.configBrokenNamed', { path })),
    offers: ['retry'],
  },
  'helper-missing': {
    why: (t, { helper }) =>
      helper === undefined ? t('errors.helperMissing') : t('errors.helperMissingNamed', { helper }),
    offers: [],
  },
  'helper-failed': {
    why(t, { helper, hint }) {
      if (helper === undefined) return t('errors.helperFailed');
      const key = hint === undefined ? undefined : helperHints.get(hint);
      return key === undefined ? t('errors.helperFailedNamed', { helper }) : t(key, { helper });
    },
    offers: ['retry'],
  },
  'secret-unprotected': {
    why: (t, { path }) =>
      path === undefined ? t('errors.secretUnprotected') : t('errors.secretUnprotectedNamed', { path }),
    offers: [],
  },
  'download-failed': { why: (t) => t('errors.downloadFailed'), offers: ['retry'] },
  'system-unsupported': { why: (t) => t('errors.systemUnsupported'), offers: [] },
};

/** What the engine makes of a helper's words. */
const helperHints: ReadonlyMap<string, Extract<TextKey, `errors.helperHints.${string}`>> = new Map([
  ['not-set-up', 'errors.helperHints.notSetUp'],
  ['no-key', 'errors.helperHints.noKey'],
  ['no-keychain', 'errors.helperHints.noKeychain'],
  ['locked', 'errors.helperHints.locked'],
  ['cloud-signed-out', 'errors.helperHints.cloudSignedOut'],
  ['not-for-storing', 'errors.helperHints.notForStoring'],
  ['incomplete', 'errors.helperHints.incomplete'],
  ['user-name', 'errors.helperHints.userName'],
]);

/** The registry at the beginning of a sentence, by its name where it is a public one that people know by name. */
function registryWords(t: Translate, { registry }: EngineProblem['params']): string {
  if (registry === undefined || registry === '') return t('errors.registry');
  return registry === 'docker.io' ? t('errors.dockerHub') : t('errors.registryNamed', { address: registry });
}
