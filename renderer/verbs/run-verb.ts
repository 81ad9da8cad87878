import type { Script } from '../../engine/contract/journal.ts';
import { type EngineProblem, toEngineProblem } from '../client/engine-problem.ts';
import type { KnownFacts, Offer } from '../errors/problem-words.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Choices } from '../stores/dialogs-store.ts';
import type { Stores } from '../stores/stores.ts';
import type { PendingTask } from '../stores/tasks-store.ts';
import { failureToast } from './failure-toast.ts';
import { PartialFailure } from './for-each-target.ts';
import { places } from './places.ts';
import { showingChange } from './showing-change.ts';
import type { ConfirmFacts, Refusal, Verb, VerbContext } from './verb.ts';

/** How a verb ended. `asked`: a confirmation is open now, and its answer decides. */
export type VerbOutcome<R> =
  | { readonly kind: 'done'; readonly results: readonly R[] }
  | { readonly kind: 'failed'; readonly problems: ReadonlyMap<string, EngineProblem> }
  | { readonly kind: 'refused'; readonly why: Refusal }
  | { readonly kind: 'asked' };

export interface RunOptions {
  /** Aborting it cancels the calls; what the engine already does goes on. */
  readonly signal?: AbortSignal;
  /** No toast: the caller shows the problem beside its own controls. */
  readonly isQuiet?: boolean;
  /** The answer of a confirmation; without it a verb that asks, asks. */
  readonly confirmed?: Choices;
}

/** The one way that every click, key, menu and palette entry takes. */
export interface VerbRunner {
  /** Never rejects: failures are outcomes, and are told to the person. */
  readonly run: <T, R>(verb: Verb<T, R>, targets: readonly T[], options?: RunOptions) => Promise<VerbOutcome<R>>;
}

interface VerbRunnerOptions {
  readonly stores: Stores;
  readonly t: Translate;
  readonly navigate: VerbContext['navigate'];
  readonly openExternal: VerbContext['openExternal'];
  readonly nowMs: () => number;
}

/** Makes the runner; the composition root does it once. */
export function createVerbRunner({ stores, t, navigate, openExternal, nowMs }: VerbRunnerOptions): VerbRunner {
  const { client, dialogs, terminals, tasks, command, recent, toasts } = stores;

  const facts: KnownFacts = {
    containerOnPort(hostPort) {
      for (const { name, ports } of stores.nouns.of('containers').getState().rows.values()) {
        if (ports.some((port) => port.hostPort === Number(hostPort))) return name;
      }
      return undefined;
    },
  };

  const confirmFacts: ConfirmFacts = {
    usersOf: (imageId) =>
      [...stores.nouns.of('containers').getState().rows.values()].filter((row) => row.imageId === imageId),
  };

  const follow = (offer: Offer, again: () => void): void => {
    switch (offer) {
      case 'retry':
        again();
        return;
      case 'start-engine':
        // Its progress and its failure show in the engine card, from the engine's own status.
        client.engines.start().catch(() => {});
        return;
      case 'show-containers':
        navigate(places.containers);
        return;
      case 'change-port':
      case 'change-name':
      case 'sign-in':
      case 'check-name':
      case 'choose-platform':
      case 'add-certificate':
        // Offered only where there is a form to change; a toast has none.
        return;
    }
  };

  const ask = <T, R>(verb: Verb<T, R>, targets: readonly T[], options: RunOptions) => {
    if (verb.confirm === undefined) return false;
    dialogs.show({
      kind: 'confirm',
      request: {
        ...verb.confirm(t, targets, confirmFacts),
        script: (engine, choices) => verb.script(engine, targets, choices),
        failure: verb.failure(t, targets),
        async proceed(choices) {
          const outcome = await run(verb, targets, { ...options, confirmed: choices, isQuiet: targets.length === 1 });
          if (outcome.kind !== 'failed' || targets.length > 1) return null;
          return [...outcome.problems.values()][0] ?? null;
        },
      },
    });
    return true;
  };

  const run = async <T, R>(
    verb: Verb<T, R>,
    targets: readonly T[],
    options: RunOptions = {},
  ): Promise<VerbOutcome<R>> => {
    const applies = verb.applies(targets);
    if (applies !== true) return { kind: 'refused', why: applies };
    if (options.confirmed === undefined && ask(verb, targets, options)) return { kind: 'asked' };

    const ids = targets.flatMap((target) => idOf(target));
    const task: PendingTask = { verbId: verb.id, startedAtMs: nowMs() };
    const choices = options.confirmed ?? {};
    const engine = stores.engine.getState().lineEngine;
    const signal = options.signal ?? new AbortController().signal;
    const shown = showingChange(stores, ids);
    const settling: Promise<void>[] = [];
    const settle = (id: string) => {
      settling.push(shown(id).then(() => tasks.end([id], task)));
    };
    let done: Script | undefined;
    if (verb.isReading !== true) tasks.begin(ids, task);
    recent.note(ids);
    const ended =
      verb.opensForm === true || verb.hasNoLine === true
        ? () => undefined
        : command.begin(verb.script(engine, targets, choices), { verbId: verb.id, reading: verb.isReading ?? false });
    try {
      const context: VerbContext = {
        client,
        engine,
        navigate,
        openExternal,
        dialogs,
        terminals,
        jobs: stores.jobs,
        whenConnected: stores.connection.whenConnected,
        tell: (words) => toasts.show(words(t)),
        ran(script) {
          done = script;
        },
        settle,
      };
      const results = await verb.run(context, targets, { signal, choices });
      ended(null, done);
      return { kind: 'done', results };
    } catch (error) {
      const problems =
        error instanceof PartialFailure ? error.problems : new Map([[ids[0] ?? '', toEngineProblem(error)]]);
      ended([...problems.values()][0] ?? null);
      const isCancelled = signal.aborted && [...problems.values()].every(({ code }) => code === 'cancelled');
      const isTold = error instanceof PartialFailure && error.isTold;
      if (options.isQuiet !== true && !isCancelled && !isTold) {
        const failed = targets.filter((target) => idOf(target).some((id) => problems.has(id)));
        const again = () => void run(verb, failed.length > 0 ? failed : targets, { ...options, confirmed: choices });
        toasts.show(
          failureToast({ verb, targets, failed, problems, t, facts, follow: (offer) => follow(offer, again) }),
        );
      }
      for (const id of problems.keys()) tasks.end([id], task);
      return { kind: 'failed', problems };
    } finally {
      // Those that settle by themselves do so when the list shows their change; the rest must not stay pending.
      await Promise.all(settling);
      tasks.end(ids, task);
    }
  };
  return { run };
}

function idOf(target: unknown): string[] {
  if (typeof target !== 'object' || target === null) return [];
  const { id } = target as { id?: unknown };
  return typeof id === 'string' ? [id] : [];
}
