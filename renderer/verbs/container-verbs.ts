import { Braces, ExternalLink, Play, RotateCw, ScrollText, Square, Trash2 } from 'lucide-react';
import { scriptOn } from '../../engine/commands/command.ts';
import { projectLogsCommand } from '../../engine/commands/compose.ts';
import {
  inspectCommand,
  logsCommand,
  portCommand,
  removeCommand,
  restartCommand,
  runCommand,
  startCommand,
  stopCommand,
} from '../../engine/commands/containers.ts';
import type { Container, RunRequest } from '../../engine/contract/containers.ts';
import type { Translate } from '../i18n/translate.ts';
import { publishedPorts, toPortUrl } from '../objects/published-ports.ts';
import { forEachTarget } from './for-each-target.ts';
import { containerPlace, logsPlace } from './places.ts';
import { attachToContainer, openDebugShell, openTerminal } from './terminal-verbs.ts';
import type { Refusal, Verb } from './verb.ts';

const named = (targets: readonly Container[]) => ({ count: targets.length, name: targets[0]?.name ?? '' });
const names = (targets: readonly Container[]) => targets.map(({ name }) => name);
/** The first of the targets: verbs on one object apply to exactly one. */
const only = (targets: readonly Container[]) => targets[0]?.name ?? '';

const runs: ReadonlySet<Container['state']> = new Set(['running', 'restarting', 'paused']);

function allowed(
  targets: readonly Container[],
  checks: readonly [bad: (c: Container) => boolean, one: Refusal, some: Refusal][],
) {
  if (targets.length === 0) return 'verbs.refusals.noTargets';
  if (targets.some(({ state }) => state === 'removing')) return 'verbs.refusals.beingRemoved';
  for (const [isBad, one, some] of checks) if (targets.some(isBad)) return targets.length === 1 ? one : some;
  return true;
}

/** Containers are stopped by force before they are removed; `docker rm` refuses otherwise. */
const needsForce = ({ state }: Container) => runs.has(state);

/** A question with more names than this would not be read. */
const mostNamesTold = 8;

const onOne = (targets: readonly Container[]) => (targets.length === 1 ? true : 'verbs.refusals.onlyOne');

/** `docker start` */
export const startContainer: Verb<Container> = {
  id: 'container.start',
  label: (t) => t('verbs.container.start.label'),
  title: (t, targets) => t('verbs.container.start.title', named(targets)),
  icon: Play,
  keys: ['S'],
  applies: (targets) =>
    allowed(targets, [
      [({ state }) => state === 'paused', 'verbs.refusals.paused', 'verbs.refusals.paused'],
      [({ state }) => runs.has(state), 'verbs.refusals.alreadyRunning', 'verbs.refusals.someAlreadyRunning'],
    ]),
  script: (engine, targets) => scriptOn(engine, startCommand(names(targets))),
  failure: (t, targets) => t('verbs.container.start.failure', named(targets)),
  run: forEachTarget(({ client }, { id }, { signal }) => client.containers.start({ id }, { signal })),
};

/** `docker stop` */
export const stopContainer: Verb<Container> = {
  id: 'container.stop',
  label: (t) => t('verbs.container.stop.label'),
  title: (t, targets) => t('verbs.container.stop.title', named(targets)),
  icon: Square,
  keys: ['S'],
  applies: (targets) =>
    allowed(targets, [[({ state }) => !runs.has(state), 'verbs.refusals.notRunning', 'verbs.refusals.someNotRunning']]),
  script: (engine, targets) => scriptOn(engine, stopCommand(names(targets))),
  failure: (t, targets) => t('verbs.container.stop.failure', named(targets)),
  run: forEachTarget(({ client }, { id }, { signal }) => client.containers.stop({ id }, { signal })),
};

/** `docker restart`; like Docker's, it also starts what is stopped. */
export const restartContainer: Verb<Container> = {
  id: 'container.restart',
  label: (t) => t('verbs.container.restart.label'),
  title: (t, targets) => t('verbs.container.restart.title', named(targets)),
  icon: RotateCw,
  keys: ['R'],
  applies: (targets) => allowed(targets, []),
  script: (engine, targets) => scriptOn(engine, restartCommand(names(targets))),
  failure: (t, targets) => t('verbs.container.restart.failure', named(targets)),
  run: forEachTarget(({ client }, { id }, { signal }) => client.containers.restart({ id }, { signal })),
};

/** `docker rm`: with `--force` when one of them runs. */
export const removeContainer: Verb<Container> = {
  id: 'container.remove',
  label: (t) => t('verbs.container.remove.label'),
  title: (t, targets) => t('verbs.container.remove.title', named(targets)),
  icon: Trash2,
  keys: ['backspace'],
  isDangerous: true,
  applies: (targets) => allowed(targets, []),
  confirm(t, targets) {
    const count = targets.length;
    const running = targets.filter(({ state }) => runs.has(state)).length;
    const told = names(targets).slice(0, mostNamesTold);
    const more = count - told.length;
    const list = t('format.list', { items: told });
    return {
      title: t('verbs.container.remove.question', named(targets)),
      confirmLabel: t('verbs.container.remove.confirm'),
      goes: [
        ...(count === 1
          ? []
          : [more === 0 ? list : t('verbs.container.remove.goesNamesAndMore', { names: list, count: more })]),
        t('verbs.container.remove.goesLayer', { count }),
        ...(running === 0 ? [] : [runningWords(t, count, running)]),
      ],
      stays: [
        t('verbs.container.remove.staysImage', { count, image: targets[0]?.image ?? '' }),
        t('verbs.container.remove.staysVolumes'),
      ],
      choices: [
        {
          id: 'volumes',
          label: t('verbs.container.remove.volumesLabel'),
          hint: t('verbs.container.remove.volumesHint'),
        },
      ],
    };
  },
  script: (engine, targets, choices) =>
    scriptOn(
      engine,
      removeCommand(names(targets), { force: targets.some(needsForce), volumes: choices.volumes ?? false }),
    ),
  failure: (t, targets) => t('verbs.container.remove.failure', named(targets)),
  run: forEachTarget(({ client }, target, { signal, choices }) =>
    client.containers.remove(
      { id: target.id, force: needsForce(target), volumes: choices.volumes ?? false },
      { signal },
    ),
  ),
};

function runningWords(t: Translate, count: number, running: number): string {
  return count === 1
    ? t('verbs.container.remove.goesRunning')
    : t('verbs.container.remove.goesSomeRunning', { count: running });
}

/** Opens the first published port; the same look at the ports from a shell is `docker port`. */
export const openContainer: Verb<Container> = {
  id: 'container.open',
  label: (t) => t('verbs.container.open.label'),
  title(t, targets) {
    const port = firstPort(targets[0])?.hostPort;
    const name = only(targets);
    return port === undefined
      ? t('verbs.container.open.titleNoPort', { name })
      : t('verbs.container.open.title', { name, port });
  },
  icon: ExternalLink,
  keys: ['O'],
  isReading: true,
  applies(targets) {
    const [container] = targets;
    if (container === undefined || targets.length > 1) return 'verbs.refusals.onlyOne';
    if (!runs.has(container.state)) return 'verbs.refusals.notRunning';
    return firstPort(container) === undefined ? 'verbs.refusals.noPort' : true;
  },
  script: (engine, targets) => scriptOn(engine, portCommand(only(targets))),
  failure: (t, targets) => t('verbs.container.open.failure', { name: only(targets) }),
  async run({ openExternal }, targets) {
    const port = firstPort(targets[0]);
    if (port !== undefined) openExternal(toPortUrl(port));
    return [];
  },
};

function firstPort(container: Container | undefined) {
  return publishedPorts(container?.ports ?? []).find(({ protocol }) => protocol === 'tcp');
}

/** Goes to the log; reading it is the screen's work. */
export const showLogs: Verb<Container> = {
  id: 'container.logs',
  label: (t) => t('verbs.container.logs.label'),
  title: (t, targets) => t('verbs.container.logs.title', { name: only(targets) }),
  icon: ScrollText,
  keys: ['L'],
  isReading: true,
  applies: onOne,
  script: (engine, targets) => scriptOn(engine, logsCommand(only(targets))),
  failure: (t, targets) => t('verbs.container.logs.failure', { name: only(targets) }),
  async run({ navigate }, targets) {
    for (const { id } of targets) navigate(containerPlace(id, 'logs'));
    return [];
  },
};

/** What the service opens as one log (engine/contract/logs.ts). */
export const mostLogsTogether = 200;

/** Goes to one view of the logs of several. Its line is that of the project when they are of one, else of the first. */
export const showLogsTogether: Verb<Container> = {
  id: 'container.logs-together',
  label: (t) => t('verbs.container.logsTogether.label'),
  title: (t, targets) => t('verbs.container.logsTogether.title', named(targets)),
  icon: ScrollText,
  keys: ['L'],
  isReading: true,
  applies(targets) {
    if (targets.length === 0) return 'verbs.refusals.noTargets';
    return targets.length > mostLogsTogether ? 'verbs.refusals.tooManyLogs' : true;
  },
  script: (engine, targets) => scriptOn(engine, logsCommand(only(targets))),
  failure: (t, targets) => t('verbs.container.logsTogether.failure', named(targets)),
  async run({ navigate }, targets) {
    navigate(logsPlace({ projects: [], names: names(targets) }));
    return [];
  },
};

/** Goes to one view of the logs of a compose project; the targets are its containers. */
export const showProjectLogs: Verb<Container> = {
  ...showLogsTogether,
  id: 'container.project-logs',
  title: (t, targets) => t('verbs.container.logsTogether.ofProject', { project: projectOf(targets) }),
  script: (engine, targets) => scriptOn(engine, projectLogsCommand(projectOf(targets))),
  async run({ navigate }, targets) {
    navigate(logsPlace({ projects: [projectOf(targets)], names: [] }));
    return [];
  },
};

const projectOf = (targets: readonly Container[]) => targets[0]?.project ?? '';

/** Goes to the daemon's own record of the container. */
const inspectContainer: Verb<Container> = {
  id: 'container.inspect',
  label: (t) => t('verbs.container.inspect.label'),
  title: (t, targets) => t('verbs.container.inspect.title', { name: only(targets) }),
  icon: Braces,
  keys: ['I'],
  isReading: true,
  applies: onOne,
  script: (engine, targets) => scriptOn(engine, inspectCommand(only(targets))),
  failure: (t, targets) => t('verbs.container.inspect.failure', { name: only(targets) }),
  async run({ navigate }, targets) {
    for (const { id } of targets) navigate(containerPlace(id, 'inspect'));
    return [];
  },
};

/** `docker run --detach`; the Run dialog asks for it, and each target gives back the new container's id. */
export const runContainer: Verb<RunRequest, { id: string }> = {
  id: 'container.run',
  label: (t) => t('verbs.container.run.label'),
  title: (t, targets) => t('verbs.container.run.title', { image: targets[0]?.image ?? '' }),
  icon: Play,
  applies: (targets) => (targets.length === 1 ? true : 'verbs.refusals.onlyOne'),
  // IMAGE stands for an image that is not chosen yet, as in Docker's own synopsis.
  script: (engine, [request]) =>
    scriptOn(engine, runCommand({ name: null, ports: [], ...request, image: request?.image || 'IMAGE' })),
  failure: (t, targets) => t('verbs.container.run.failure', { image: targets[0]?.image ?? '' }),
  run: async ({ client }, targets, { signal }) =>
    await Promise.all(targets.map((request) => client.containers.run(request, { signal }))),
};

/** In the order of a menu: what it does most often first, what destroys last. */
export const containerVerbs: readonly Verb<Container>[] = [
  startContainer,
  stopContainer,
  restartContainer,
  openContainer,
  showLogs,
  openTerminal,
  inspectContainer,
  attachToContainer,
  openDebugShell,
  removeContainer,
];
