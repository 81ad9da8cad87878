import type { LucideIcon } from 'lucide-react';
import { useCallback } from 'react';
import type { Translate } from '../i18n/translate.ts';
import { useT } from '../i18n/use-words.ts';
import type { EngineState } from '../stores/engine-store.ts';
import { useEngine, useLineEngine, useStores, useTasks } from '../stores/stores-context.tsx';
import type { TasksState } from '../stores/tasks-store.ts';
import { type HintProps, useVerbHint } from './use-verb-hint.ts';
import type { RunOptions } from './run-verb.ts';
import type { Verb } from './verb.ts';
import { useVerbs } from './verbs-context.tsx';

/** A verb with its targets, ready for a button: `<Button {...verb.button}>{verb.label}</Button>`. */
export interface BoundVerb {
  readonly label: string;
  readonly title: string;
  readonly button: HintProps & {
    readonly icon: LucideIcon;
    readonly keys: readonly string[] | undefined;
    readonly busy: boolean;
    readonly disabledReason: string | undefined;
    readonly onClick: () => void;
  };
}

/** Binds a verb to what it is done to. */
export function useVerb<T, R>(verb: Verb<T, R>, targets: readonly T[], options?: RunOptions): BoundVerb {
  const t = useT();
  const { run } = useVerbs();
  const isAnswering = useEngine(isEngineAnswering);
  const engine = useLineEngine();
  const isBusy = useTasks((state) => isPending(verb, targets, state));
  const hint = useVerbHint(() => (verb.hasNoLine === true ? null : verb.script(engine, targets, {})));
  const onClick = useCallback(() => {
    void run(verb, targets, options);
  }, [run, verb, targets, options]);
  return {
    label: verb.label(t),
    title: verb.title(t, targets),
    button: {
      ...hint,
      icon: verb.icon,
      keys: verb.keys,
      busy: isBusy,
      disabledReason: refusalWords(verb, targets, isAnswering, t),
      onClick,
    },
  };
}

/** An entry of a menu. */
export interface VerbItem {
  readonly id: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly keys: readonly string[] | undefined;
  readonly danger: boolean;
  readonly disabledReason: string | undefined;
  readonly separatorBefore: boolean;
  readonly onSelect: () => void;
  /** Shows its line in the command bar until the answer is called. */
  readonly onActive: () => () => void;
}

/** The verbs as a menu's entries, those that destroy behind a separator. */
export function useVerbItems<T>(verbs: readonly Verb<T>[], targets: readonly T[]): VerbItem[] {
  const t = useT();
  const { run } = useVerbs();
  const { command } = useStores();
  const isAnswering = useEngine(isEngineAnswering);
  const engine = useLineEngine();
  return verbs.map((verb, at) => ({
    id: verb.id,
    label: verb.label(t),
    icon: verb.icon,
    keys: verb.keys,
    danger: verb.isDangerous ?? false,
    disabledReason: refusalWords(verb, targets, isAnswering, t),
    separatorBefore: at > 0 && verb.isDangerous === true,
    onSelect: () => void run(verb, targets),
    onActive: () => (verb.hasNoLine === true ? () => undefined : command.showHint(verb.script(engine, targets, {}))),
  }));
}

/** True when a verb sent now would reach an engine. */
function isEngineAnswering({ connection, status }: EngineState): boolean {
  return connection === 'connected' && status?.state === 'running';
}

/** Why a verb cannot be used on these now, in words; undefined when it can. */
function refusalWords<T>(verb: Verb<T>, targets: readonly T[], isAnswering: boolean, t: Translate): string | undefined {
  const applies = verb.applies(targets);
  if (applies !== true) return t(applies);
  return isAnswering || verb.isReading === true ? undefined : t('verbs.refusals.engineAway');
}

function isPending<T>(verb: Verb<T>, targets: readonly T[], { pending }: TasksState): boolean {
  if (pending.size === 0) return false;
  return targets.some((target) => {
    const id = typeof target === 'object' && target !== null ? (target as { id?: unknown }).id : undefined;
    return typeof id === 'string' && pending.get(id)?.verbId === verb.id;
  });
}
