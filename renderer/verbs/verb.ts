import type { LucideIcon } from 'lucide-react';
import type { Container } from '../../engine/contract/containers.ts';
import type { Job } from '../../engine/contract/jobs.ts';
import type { LineEngine, Script } from '../../engine/contract/journal.ts';
import type { EngineClient } from '../client/engine-client.ts';
import type { TextKey, Translate } from '../i18n/translate.ts';
import type { CollectionStore } from '../stores/collection-store.ts';
import type { TerminalsStore } from '../stores/terminals-store.ts';
import type { Choices, ConfirmRequest, DialogsStore } from '../stores/dialogs-store.ts';
import type { ToastContent } from '../stores/toasts-store.ts';

/** What a verb may use while it runs. */
export interface VerbContext {
  readonly client: EngineClient;
  /** The engine on which it acts, for the lines of what was done. */
  readonly engine: LineEngine;
  /** Goes to a screen of the page: an address of `places.ts`. */
  readonly navigate: (place: string) => void;
  /** Opens an address in the person's browser. */
  readonly openExternal: (url: string) => void;
  readonly dialogs: DialogsStore;
  readonly terminals: TerminalsStore;
  readonly jobs: CollectionStore<Job>;
  /** Resolves when the page has a connection to its service. */
  readonly whenConnected: (signal: AbortSignal) => Promise<void>;
  /** Tells a result that is not seen anywhere else. */
  readonly tell: (words: (t: Translate) => ToastContent) => void;
  /** The lines of what was done, where only the answer tells them, such as a port that was free. */
  readonly ran: (script: Script) => void;
  /** One object is done: its row shows what the engine says again. */
  readonly settle: (targetId: string) => void;
}

export interface VerbOptions {
  readonly signal: AbortSignal;
  /** What the person chose in the confirmation; empty for verbs without one. */
  readonly choices: Choices;
}

/** Why a verb can't be used, as a key of the catalogue: 'It is not running.' */
export type Refusal = TextKey;

/** What a confirmation may want to know besides its targets. */
export interface ConfirmFacts {
  /** The containers that were made from an image. */
  readonly usersOf: (imageId: string) => readonly Container[];
}

/** The words of a confirmation. */
export type ConfirmWords = Pick<ConfirmRequest, 'title' | 'confirmLabel' | 'goes' | 'stays' | 'choices'>;

/**
 * One thing a person can do. Buttons, menus, keys, the palette and the command bar all read this object, so that they
 * never disagree. `T` is what it is done to, `R` what each target gives back.
 */
export interface Verb<T, R = unknown> {
  /** Such as `container.stop`. */
  readonly id: string;
  /** On a button beside its object: 'Stop'. */
  readonly label: (t: Translate) => string;
  /** With its object, in menus of many and in the palette: 'Stop web', 'Stop 3 containers'. */
  readonly title: (t: Translate, targets: readonly T[]) => string;
  readonly icon: LucideIcon;
  /** Such as `['S']` (in a focused row) or `['mod', 'N']` (everywhere); the names of `ui/keys.ts`. */
  readonly keys?: readonly string[];
  readonly isDangerous?: boolean;
  /** It only looks, and changes nothing: its command never takes the place of another's hint. */
  readonly isReading?: boolean;
  /** It only opens a form, whose own verb runs the command later: nothing has run yet. */
  readonly opensForm?: boolean;
  /**
   * Docker has no command for it, such as for ending a pull: nothing goes to the command bar, and
   * `script` says what it is about.
   */
  readonly hasNoLine?: boolean;
  /** True, or what stands in the way. It must hold for all targets together. */
  readonly applies: (targets: readonly T[]) => true | Refusal;
  /** Asked before it runs; absent when it needs no question. */
  readonly confirm?: (t: Translate, targets: readonly T[], facts: ConfirmFacts) => ConfirmWords;
  /**
   * The docker command lines that do the same on this engine. Required: a verb without one has no
   * place in the command bar.
   */
  readonly script: (engine: LineEngine, targets: readonly T[], choices: Choices) => Script;
  /** 'Couldn’t stop web.' */
  readonly failure: (t: Translate, targets: readonly T[]) => string;
  /** Does it. Rejects with the call's error, or with `PartialFailure` when some of several failed. */
  readonly run: (context: VerbContext, targets: readonly T[], options: VerbOptions) => Promise<readonly R[]>;
}
