import type { LucideIcon } from 'lucide-react';
import { scriptOn } from '../../../engine/commands/command.ts';
import type { Script } from '../../../engine/contract/journal.ts';
import type { OptionContext } from '../../nouns/noun.ts';
import type { Status } from '../../ui/status.ts';
import type { Verb } from '../../verbs/verb.ts';
import type { PaletteObject } from './palette-objects.ts';
import type { Hit } from './search.ts';

/** A hit as it is drawn, and what choosing it does. */
export interface PaletteOption {
  /** Unique in the list. */
  readonly id: string;
  readonly title: string;
  /** Beside the title, quiet: the project, the size. */
  readonly fact: string;
  readonly icon: LucideIcon | null;
  readonly status: Status | null;
  readonly keys: readonly string[] | undefined;
  /** The lines in the footer; null for what only Berth has. */
  readonly script: Script | null;
  /** What Tab opens; null when there is nothing to open. */
  readonly scope: PaletteObject | null;
  readonly choose: () => void;
}

/** Turns a hit into an option. */
export function toOption(hit: Hit, context: OptionContext): PaletteOption {
  const { t, engine, run, navigate } = context;
  switch (hit.kind) {
    case 'object':
      return objectOption(hit.object, context);
    case 'object-verb':
      return verbOption(hit.verb, hit.object, context);
    case 'app-verb':
      return {
        id: hit.verb.id,
        title: hit.verb.title(t, []),
        fact: '',
        icon: hit.verb.icon,
        status: null,
        keys: hit.verb.keys,
        script: hit.verb.script(engine, [], {}),
        scope: null,
        choose: () => void run(hit.verb, []),
      };
    case 'place':
      return {
        id: hit.place.path,
        title: t(hit.place.title),
        fact: '',
        icon: hit.place.icon,
        status: null,
        keys: hit.place.keys,
        script: hit.place.command === null ? null : scriptOn(engine, hit.place.command),
        scope: null,
        choose: () => navigate(hit.place.path),
      };
    default:
      return hit satisfies never;
  }
}

function objectOption(object: PaletteObject, context: OptionContext): PaletteOption {
  const look = object.noun.objects.toLook(object.target, context);
  return { id: object.id, title: object.words.name, keys: undefined, scope: object, ...look };
}

function verbOption(verb: Verb<never>, object: PaletteObject, { t, engine, run }: OptionContext): PaletteOption {
  const targets = [object.target];
  return {
    id: `${verb.id} ${object.id}`,
    title: verb.title(t, targets),
    fact: '',
    icon: verb.icon,
    status: null,
    keys: verb.keys,
    script: verb.script(engine, targets, {}),
    scope: null,
    choose: () => void run(verb, targets),
  };
}
