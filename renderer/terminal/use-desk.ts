import { useMemo } from 'react';
import type { Terminal } from '../../engine/contract/terminals.ts';
import { toEngineProblem } from '../client/engine-problem.ts';
import { problemWords } from '../errors/problem-words.ts';
import { useT } from '../i18n/use-words.ts';
import { useStores, useTerminals } from '../stores/stores-context.tsx';
import { arrangeDesk, closePane, type Desk, emptyDesk, moveTab, showOnDesk } from '../stores/desk-layout.ts';
import { sessionsOf } from './terminal-sessions.ts';

interface ArrangedDesk {
  readonly desk: Desk;
  /** In the order of their tabs. */
  readonly terminals: readonly Terminal[];
  readonly shown: readonly Terminal[];
  readonly active: Terminal | undefined;
  readonly show: (id: string, options?: { readonly focus: boolean }) => void;
  readonly move: (id: string, to: number) => void;
  readonly activate: (pane: number) => void;
  readonly closePane: (pane: number) => void;
  readonly close: (id: string) => void;
  readonly rename: (id: string, name: string) => void;
}

/** How the terminals of a container, or all of them, lie on the screen, and what can be changed about that. */
export function useDesk(deskId: string, terminals: readonly Terminal[]): ArrangedDesk {
  const t = useT();
  const stores = useStores();
  const kept = useTerminals(({ desks }) => desks[deskId] ?? emptyDesk);
  return useMemo(() => {
    const ids = terminals.map(({ id }) => id);
    const desk = arrangeDesk(kept, ids);
    const byId = new Map(terminals.map((terminal) => [terminal.id, terminal]));
    const pick = (wanted: readonly string[]) => wanted.flatMap((id) => byId.get(id) ?? []);
    const { client, toasts, terminals: store } = stores;
    const arrange = (change: (desk: Desk) => Desk) =>
      store.arrange(deskId, (before) => change(arrangeDesk(before, ids)));
    const tell = (title: string) => (error: unknown) => {
      const problem = toEngineProblem(error);
      // One that is gone already is closed.
      if (problem.code !== 'not-found') toasts.show({ tone: 'bad', title, text: problemWords(problem, t).why });
    };
    return {
      desk,
      terminals: pick(desk.order),
      shown: pick(desk.panes),
      active: pick(desk.panes)[desk.activePane],
      show(id, options) {
        if (options?.focus === true) sessionsOf(stores).wantFocus(id);
        arrange((before) => showOnDesk(before, id));
      },
      move: (id, to) => arrange((before) => moveTab(before, id, to)),
      activate: (pane) => {
        if (pane !== desk.activePane) arrange((before) => ({ ...before, activePane: pane }));
      },
      closePane: (pane) => arrange((before) => closePane(before, pane)),
      close(id) {
        if (store.getState().gone.some((terminal) => terminal.id === id)) store.forget(id);
        else client.terminals.close({ terminal: id }).catch(tell(t('terminals.closeFailed')));
      },
      rename: (id, name) => {
        client.terminals.rename({ terminal: id, name }).catch(tell(t('terminals.renameFailed')));
      },
    };
  }, [kept, terminals, stores, deskId, t]);
}
