import type { Terminal } from '@xterm/xterm';
import { latin1Bytes } from './base64.ts';

/** `typed`: what a person types, pastes or points at · `answer`: what the terminal says by itself to a program that asks. */
export type InputKind = 'typed' | 'answer';

/* oxlint-disable eslint/no-underscore-dangle -- The names are xterm's. */

/** What xterm 6.0.0 has inside (`CoreService.ts`): it fires in `triggerDataEvent`, right before `onData`, and not for answers. */
interface Insides {
  readonly _core: { readonly coreService: { readonly onUserInput: (listener: () => void) => unknown } };
}

/** Calls back with each piece of input and who made it: xterm's own `onData` does not say. */
export function listenForInput(terminal: Terminal, onInput: (bytes: Uint8Array, kind: InputKind) => void): void {
  const encoder = new TextEncoder();
  let kind: InputKind = 'answer';
  (terminal as unknown as Insides)._core.coreService.onUserInput(() => {
    kind = 'typed';
  });
  terminal.onData((text) => {
    const made = kind;
    kind = 'answer';
    onInput(encoder.encode(text), made);
  });
  // The mouse in the oldest of its protocols.
  terminal.onBinary((text) => onInput(latin1Bytes(text), 'typed'));
}
