import type { Container } from '../../../engine/contract/containers.ts';
import { isActive } from '../../objects/container-status.ts';
import { showLogs, showLogsTogether, startContainer, stopContainer } from '../../verbs/container-verbs.ts';
import type { Verb } from '../../verbs/verb.ts';

/** Start for what is stopped, Stop for what runs: the one that a single button stands for. */
export function powerVerbOf(container: Container): Verb<Container> {
  return isActive(container) ? stopContainer : startContainer;
}

/** The verbs of a menu. Start and Stop have one key and one place: the one that applies, both when neither does. Of several, logs are shown together. */
export function verbsFor(verbs: readonly Verb<Container>[], targets: readonly Container[]): readonly Verb<Container>[] {
  const shown = targets.length > 1 ? verbs.map((verb) => (verb === showLogs ? showLogsTogether : verb)) : verbs;
  const isStart = startContainer.applies(targets) === true;
  const isStop = stopContainer.applies(targets) === true;
  if (isStart === isStop) return shown;
  return shown.filter((verb) => verb !== (isStart ? stopContainer : startContainer));
}
