import type { TerminalTarget } from '../../engine/contract/terminals.ts';
import { useT } from '../i18n/use-words.ts';
import { containerOf } from '../objects/container-of.ts';
import { useFreshness, useRows } from '../stores/stores-context.tsx';

/** Where a terminal is, and whether another can be opened there. */
export function usePlace(target: TerminalTarget) {
  const t = useT();
  const id = containerOf(target);
  const container = useRows('containers', ({ rows }) => (id === null ? undefined : rows.get(id)));
  const isLive = useFreshness('containers') === 'live';
  const canOpen = id === null ? isLive : container?.state === 'running';
  const refusal = id === null ? 'verbs.refusals.engineAway' : 'verbs.refusals.notRunning';
  return { container, canOpen, cannotOpen: canOpen ? undefined : t(refusal) };
}
