import type { Connection, EngineStatus } from '../../../engine/contract/engines.ts';
import type { TextKey, Translate } from '../../i18n/translate.ts';
import { usualSockets } from '../../objects/engine-name.ts';
import type { Status } from '../../ui/status.ts';

/** The second line under an engine's name: its version, and its address where the name does not tell it. */
export function versionFact(connection: Pick<Connection, 'kind' | 'name' | 'endpoint'>, version: string, t: Translate) {
  const isToldByName = connection.kind === 'socket' && !usualSockets.has(connection.name);
  return isToldByName
    ? t('engine.version', { version })
    : t('engine.others.fact', { version, endpoint: connection.endpoint });
}

/** The glyph of an engine's state. */
export const stateGlyphs: Readonly<Record<EngineStatus['state'], Status>> = {
  starting: 'starting',
  running: 'healthy',
  lost: 'unreachable',
  stopping: 'removing',
  stopped: 'stopped',
  failed: 'failed',
  unavailable: 'created',
};

interface ReasonWords {
  readonly happened: Extract<TextKey, `engine.reasons.${string}.happened`>;
  readonly why: Extract<TextKey, `engine.reasons.${string}.why`>;
}

const reasonWords: Readonly<Record<string, ReasonWords>> = {
  'download-failed': { happened: 'engine.reasons.downloadFailed.happened', why: 'engine.reasons.downloadFailed.why' },
  'unpack-failed': { happened: 'engine.reasons.unpackFailed.happened', why: 'engine.reasons.unpackFailed.why' },
  'no-space': { happened: 'engine.reasons.noSpace.happened', why: 'engine.reasons.noSpace.why' },
  'daemon-exited': { happened: 'engine.reasons.daemonExited.happened', why: 'engine.reasons.daemonExited.why' },
  'daemon-keeps-ending': {
    happened: 'engine.reasons.daemonKeepsEnding.happened',
    why: 'engine.reasons.daemonKeepsEnding.why',
  },
  'api-silent': { happened: 'engine.reasons.apiSilent.happened', why: 'engine.reasons.apiSilent.why' },
  'folder-in-use': { happened: 'engine.reasons.folderInUse.happened', why: 'engine.reasons.folderInUse.why' },
  cancelled: { happened: 'engine.reasons.cancelled.happened', why: 'engine.reasons.cancelled.why' },
};

const unknownReason: ReasonWords = {
  happened: 'engine.reasons.internal.happened',
  why: 'engine.reasons.internal.why',
};

/** What happened, and why, for the reason of a start that failed; a reason that is new to the page has words too. */
export function failureWords(reason: string, t: Translate): { happened: string; why: string } {
  const { happened, why } = reasonWords[reason] ?? unknownReason;
  return { happened: t(happened), why: t(why) };
}
