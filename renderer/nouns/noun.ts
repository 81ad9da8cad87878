import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DockerCommand } from '../../engine/commands/command.ts';
import type { LineEngine, Script } from '../../engine/contract/journal.ts';
import type { Format } from '../i18n/use-words.ts';
import type { TextKey, Translate } from '../i18n/translate.ts';
import type { NounGroup, RowOf } from '../stores/noun-stores.ts';
import type { LazyPart } from '../ui/lazy-part.tsx';
import type { Status } from '../ui/status.ts';
import type { VerbRunner } from '../verbs/run-verb.ts';
import type { Verb } from '../verbs/verb.ts';

/** A screen of a noun, by the pattern of its address below the engine's. */
export interface Screen {
  readonly path: string;
  readonly draw: (params: Readonly<Record<string, string | undefined>>) => ReactNode;
}

/** What an option of the palette may use. */
export interface OptionContext {
  readonly engine: LineEngine;
  readonly t: Translate;
  readonly format: Format;
  readonly run: VerbRunner['run'];
  readonly navigate: (place: string) => void;
}

/** An object as the palette draws it beside its name, and what choosing it does. */
export interface ObjectLook {
  /** Beside the name, quiet: the project, the size. */
  readonly fact: string;
  readonly icon: LucideIcon | null;
  readonly status: Status | null;
  /** The lines of what choosing it does; null for what only Berth has. */
  readonly script: Script | null;
  readonly choose: () => void;
}

/** The objects of a noun in the palette. */
export interface NounObjects<Row> {
  readonly verbs: readonly Verb<Row>[];
  /** What it is called, then the other names that people know it by. */
  readonly toNames: (row: Row, t: Translate) => readonly [string, ...string[]];
  readonly toLook: (row: Row, context: OptionContext) => ObjectLook;
}

/** A kind of object, or another place of the page, as the frame shows it: sidebar, routes, palette and keys iterate over these. */
export interface Noun {
  /** Such as `containers`; unique. */
  readonly id: string;
  readonly title: TextKey;
  readonly place: string;
  readonly icon: LucideIcon;
  readonly screens: readonly Screen[];
  /** What is fetched when the page is idle. */
  readonly parts: readonly Pick<LazyPart<never>, 'load'>[];
  /** The line that lists the same; null for what only Berth has. */
  readonly listCommand: DockerCommand | null;
  /** What ⌘N does there; null for Run. */
  readonly primary: Verb<never> | null;
  /** The number in the sidebar; null for none. */
  readonly Count: (() => ReactNode) | null;
  /** The group of the contract whose objects these are; null for a place without any. */
  readonly group: NounGroup | null;
  /** Null where the palette finds no single object. */
  readonly objects: NounObjects<never> | null;
}

/** A noun of one group of the contract, whose objects have the rows of that group. */
export function nounOf<Group extends NounGroup>(
  group: Group,
  noun: Omit<Noun, 'group' | 'objects'> & { readonly objects: NounObjects<RowOf<Group>> | null },
): Noun {
  // Only rows of this group ever reach its functions: the palette takes them from the group's own store.
  return { ...noun, group, objects: noun.objects };
}
