import type { LucideIcon } from 'lucide-react';
import { Layers, LibraryBig } from 'lucide-react';
import { scriptOn } from '../../../engine/commands/command.ts';
import type { LineEngine, Script } from '../../../engine/contract/journal.ts';
import type { Format } from '../../i18n/use-words.ts';
import type { Translate } from '../../i18n/translate.ts';
import { statusOf } from '../../objects/container-status.ts';
import type { Status } from '../../ui/status.ts';
import { showLogs } from '../../verbs/container-verbs.ts';
import { runImage } from '../../verbs/image-verbs.ts';
import { registryPlace } from '../../verbs/places.ts';
import type { VerbRunner } from '../../verbs/run-verb.ts';
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

export interface OptionContext {
  readonly engine: LineEngine;
  readonly t: Translate;
  readonly format: Format;
  readonly run: VerbRunner['run'];
  readonly navigate: (place: string) => void;
}

/** Turns a hit into an option. */
export function toOption(hit: Hit, context: OptionContext): PaletteOption {
  const { t, engine, run, navigate } = context;
  switch (hit.kind) {
    case 'object':
      return objectOption(hit.object, context);
    case 'container-verb':
      return verbOption(hit.verb, hit.target, hit.object, context);
    case 'image-verb':
      return verbOption(hit.verb, hit.target, hit.object, context);
    case 'registry-verb':
      return verbOption(hit.verb, hit.target, hit.object, context);
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

function objectOption(object: PaletteObject, { t, format, engine, run, navigate }: OptionContext): PaletteOption {
  const common = { id: object.id, title: object.words.name, keys: undefined, scope: object };
  if (object.noun === 'container') {
    const { target } = object;
    return {
      ...common,
      fact: target.project ?? '',
      icon: null,
      status: statusOf(target).glyph,
      script: showLogs.script(engine, [target], {}),
      choose: () => void run(showLogs, [target]),
    };
  }
  if (object.noun === 'registry') {
    const { target } = object;
    return {
      ...common,
      fact: target.account ?? '',
      icon: LibraryBig,
      status: null,
      // Looking at a registry is nothing that a docker command does.
      script: null,
      choose: () => navigate(registryPlace(target.id)),
    };
  }
  const { target } = object;
  return {
    ...common,
    fact: t('app.palette.imageFact', { size: format.diskSize(target.sizeBytes) }),
    icon: Layers,
    status: null,
    script: runImage.script(engine, [target], {}),
    choose: () => void run(runImage, [target]),
  };
}

function verbOption<T>(
  verb: Verb<T>,
  target: T,
  object: PaletteObject,
  { t, engine, run }: OptionContext,
): PaletteOption {
  return {
    id: `${verb.id} ${object.id}`,
    title: verb.title(t, [target]),
    fact: '',
    icon: verb.icon,
    status: null,
    keys: verb.keys,
    script: verb.script(engine, [target], {}),
    scope: null,
    choose: () => void run(verb, [target]),
  };
}
