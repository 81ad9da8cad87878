import type { Container } from '../../engine/contract/containers.ts';
import { type StatusKind, type StatusLook, statusOf } from '../objects/container-status.ts';
import { type Format, useFormat, useT } from '../i18n/use-words.ts';
import type { TextKey, Translate } from '../i18n/translate.ts';
import { useNowMs, usePending } from '../stores/stores-context.tsx';
import type { Status, Tone } from '../ui/status.ts';

/** What a row, a pane and a page say about a container. */
export interface ShownStatus {
  readonly glyph: Status;
  readonly tone: Tone;
  /** 'Healthy', 'Stopping…' */
  readonly word: string;
  /** 'up 3 h'; empty when there is nothing to say. */
  readonly since: string;
  /** 'Healthy · up 3 h' */
  readonly text: string;
  /** A verb is under way on it. */
  readonly isPending: boolean;
}

/** The word of a status. */
export function statusWord(kind: StatusKind, t: Translate): string {
  return t(`containers.status.${kind}`);
}

const minuteMs = 60_000;

/** 'up 3 h', '22 min ago', 'never started'; empty when nothing is known, or nothing worth a word. */
function sinceWords(look: StatusLook, sinceMs: number | null, nowMs: number, t: Translate, format: Format): string {
  if (look.sinceForm === 'never') return t('containers.since.never');
  if (look.sinceForm === 'none' || sinceMs === null) return '';
  const ageMs = nowMs - sinceMs;
  switch (look.sinceForm) {
    case 'up':
      return ageMs < minuteMs ? t('containers.since.justStarted') : t('containers.since.up', { ms: ageMs });
    case 'for':
      // The page's clock moves once a minute: seconds would stand still.
      return ageMs < minuteMs ? '' : t('containers.since.for', { ms: ageMs });
    case 'ago':
      return format.ago(sinceMs, nowMs);
  }
}

interface PendingWords {
  readonly key: Extract<TextKey, `containers.pending.${string}`>;
  readonly glyph: Status;
  readonly tone: Tone;
}

const pendingWords: Readonly<Record<string, PendingWords>> = {
  'container.start': { key: 'containers.pending.start', glyph: 'starting', tone: 'busy' },
  'app.start-local-registry': { key: 'containers.pending.start', glyph: 'starting', tone: 'busy' },
  'container.stop': { key: 'containers.pending.stop', glyph: 'starting', tone: 'busy' },
  'container.restart': { key: 'containers.pending.restart', glyph: 'starting', tone: 'busy' },
  'container.remove': { key: 'containers.pending.remove', glyph: 'removing', tone: 'idle' },
};

/** The shape of what is shown for a container now, for where no words stand beside it. */
export function useShownGlyph(container: Container): Status {
  const pending = usePending(container.id);
  const words = pending === undefined ? undefined : pendingWords[pending.verbId];
  return (words ?? statusOf(container)).glyph;
}

/** What is shown for a container now: what a verb is doing to it, else what the engine says. */
export function useShownStatus(container: Container): ShownStatus {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const pending = usePending(container.id);
  const words = pending === undefined ? undefined : pendingWords[pending.verbId];
  if (words !== undefined) {
    const word = t(words.key);
    return { glyph: words.glyph, tone: words.tone, word, since: '', text: word, isPending: true };
  }
  const look = statusOf(container);
  const word = statusWord(look.kind, t);
  const since = sinceWords(look, container.sinceMs, nowMs, t, format);
  return {
    glyph: look.glyph,
    tone: look.tone,
    word,
    since,
    text: since === '' ? word : t('containers.stateSince', { word, since }),
    isPending: false,
  };
}
