import type { StoreApi } from 'zustand/vanilla';
import type { LineEngine, Script } from '../../engine/contract/journal.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { createStore } from './create-store.ts';

/** What a confirmation lets the person decide, such as whether anonymous volumes go too. */
export type ChoiceId = 'volumes' | 'force' | 'keepsParents';
export type Choices = Readonly<Partial<Record<ChoiceId, boolean>>>;

/** A question before something goes that does not come back, in finished words. */
export interface ConfirmRequest {
  readonly title: string;
  readonly confirmLabel: string;
  /** Sentences: what goes, and what stays. */
  readonly goes: readonly string[];
  readonly stays: readonly string[];
  readonly choices: readonly { readonly id: ChoiceId; readonly label: string; readonly hint: string }[];
  readonly script: (engine: LineEngine, choices: Choices) => Script;
  /** 'Couldn’t remove web.' */
  readonly failure: string;
  /** Does it. A problem keeps the question open and is shown in it; null closes it. */
  readonly proceed: (choices: Choices) => Promise<EngineProblem | null>;
}

export type OpenDialog =
  | { readonly kind: 'none' }
  /** `query` is what was typed: it lives here so that keys pressed before the palette is drawn are not lost. */
  | { readonly kind: 'palette'; readonly query?: string }
  /** `image` is what the form begins with. */
  | { readonly kind: 'run'; readonly image: string | null }
  /** What the form begins with; both may be empty. */
  | { readonly kind: 'sign-in'; readonly address: string; readonly username: string; readonly back?: OpenDialog }
  /** How the engine is set to reach a registry: its certificate, whether encryption may be missing. */
  | { readonly kind: 'trust'; readonly address: string; readonly back?: OpenDialog }
  /** What the form begins with; may be empty. */
  | { readonly kind: 'pull'; readonly reference: string; readonly platform?: string }
  /** An image here, and the registry that it is to go to; both may be empty. */
  | { readonly kind: 'push'; readonly image: string; readonly registry: string }
  /** The image that gets another name, by one that it has. */
  | { readonly kind: 'tag'; readonly image: string }
  | { readonly kind: 'save'; readonly references: readonly string[] }
  /** `file` is one that was dropped onto the page. */
  | { readonly kind: 'load'; readonly way: 'load' | 'import'; readonly file: File | null }
  | { readonly kind: 'prune-images' }
  | { readonly kind: 'confirm'; readonly request: ConfirmRequest };

export interface DialogsState {
  readonly open: OpenDialog;
}

export interface DialogsStore extends StoreApi<DialogsState> {
  /** Opens a dialog in place of the one that is open. */
  readonly show: (dialog: OpenDialog) => void;
  /** Closes the one that is open; one that was asked for by another goes back to that. */
  readonly close: () => void;
}

/** With no dialog open. */
export function createDialogsStore(): DialogsStore {
  const store = createStore<DialogsState>(() => ({ open: { kind: 'none' } }));
  return {
    ...store,
    show: (open) => store.setState({ open }),
    close() {
      const { open } = store.getState();
      const back = 'back' in open ? open.back : undefined;
      store.setState({ open: back ?? { kind: 'none' } });
    },
  };
}
