import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { barContent } from '../stores/command-store.ts';
import type { DialogsStore } from '../stores/dialogs-store.ts';
import { useStores } from '../stores/stores-context.tsx';
import { isApple } from '../ui/keys.ts';
import { openRunDialog } from '../verbs/app-verbs.ts';
import { isKeyPress } from '../verbs/keys.ts';
import { useVerbs } from '../verbs/verbs-context.tsx';
import { copyCommandKeys, useCopyCommand } from './command-bar/copy-command.ts';
import { palettePlaces } from './palette/palette-places.ts';
import { stepRegion } from './regions.ts';

/** The keys that work wherever the focus is. Those of rows belong to the lists, those of dialogs to them. */
export function useShortcuts(): void {
  const stores = useStores();
  const { run } = useVerbs();
  const copy = useCopyCommand();
  const [, navigate] = useLocation();
  useEffect(() => {
    const { dialogs, command, preferences } = stores;
    const isOpen = () => dialogs.getState().open.kind !== 'none';
    const copyShown = () => {
      const content = barContent(command.getState());
      if (content.tag !== 'empty') copy(content.command);
    };
    const togglePalette = () => {
      const { kind } = dialogs.getState().open;
      if (kind === 'palette') dialogs.close();
      else if (kind === 'none') dialogs.show({ kind: 'palette' });
    };
    const toggleSidebar = () => {
      preferences.change({ isSidebarCollapsed: !preferences.getState().isSidebarCollapsed });
    };

    /** `behind`: also while a dialog is open. */
    const shortcuts: readonly { keys: readonly string[]; act: () => void; behind?: true }[] = [
      { keys: ['mod', 'K'], act: togglePalette, behind: true },
      { keys: copyCommandKeys, act: copyShown, behind: true },
      { keys: openRunDialog.keys ?? [], act: () => void run(openRunDialog, []) },
      { keys: ['mod', 'B'], act: toggleSidebar },
      { keys: ['F6'], act: () => stepRegion(document, 1) },
      { keys: ['shift', 'F6'], act: () => stepRegion(document, -1) },
      ...palettePlaces.map(({ keys, path }) => ({ keys, act: () => navigate(path) })),
    ];
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (typeIntoPalette(event, dialogs)) return;
      const meant = shortcuts.find(({ keys, behind }) => isKeyPress(event, keys, isApple) && (behind ?? !isOpen()));
      if (meant === undefined) return;
      event.preventDefault();
      meant.act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [stores, run, copy, navigate]);
}

/** The palette is a chunk of its own: what is typed until its field has the focus goes into its query. True if taken. */
function typeIntoPalette(event: KeyboardEvent, dialogs: DialogsStore): boolean {
  const { open } = dialogs.getState();
  if (open.kind !== 'palette' || event.target instanceof HTMLInputElement) return false;
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
  event.preventDefault();
  dialogs.show({ kind: 'palette', query: (open.query ?? '') + event.key });
  return true;
}
