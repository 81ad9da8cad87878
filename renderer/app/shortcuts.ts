import { useEffect } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import { barContent } from '../stores/command-store.ts';
import { useStores } from '../stores/stores-context.tsx';
import { isApple } from '../ui/keys.ts';
import { openRunDialog } from '../verbs/app-verbs.ts';
import { isKeyPress } from '../verbs/keys.ts';
import { useVerbs } from '../verbs/verbs-context.tsx';
import { copyCommandKeys, useCopyCommand } from './command-bar/copy-command.ts';
import { palettePlaces } from './palette/palette-places.ts';
import { stepRegion } from './regions.ts';

/** The keys that work wherever the focus is. Those of rows belong to the lists. */
export function useShortcuts(): void {
  const stores = useStores();
  const { run } = useVerbs();
  const copy = useCopyCommand();
  const [, navigate] = useHashLocation();
  useEffect(() => {
    const { dialogs, preferences, command } = stores;
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
    const toggleSidebar = () => preferences.change({ isSidebarCollapsed: !preferences.getState().isSidebarCollapsed });

    /** `behind`: also while a dialog is open. */
    const shortcuts: readonly { keys: readonly string[]; act: () => void; behind?: true }[] = [
      { keys: ['mod', 'K'], act: togglePalette, behind: true },
      { keys: copyCommandKeys, act: copyShown, behind: true },
      { keys: openRunDialog.keys ?? [], act: () => void run(openRunDialog, []) },
      { keys: ['mod', 'B'], act: toggleSidebar },
      { keys: ['f6'], act: () => stepRegion(document, 1) },
      { keys: ['shift', 'f6'], act: () => stepRegion(document, -1) },
      ...palettePlaces.map(({ keys, path }) => ({ keys, act: () => navigate(path) })),
    ];
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const meant = shortcuts.find(({ keys, behind }) => isKeyPress(event, keys, isApple) && (behind ?? !isOpen()));
      if (meant === undefined) return;
      event.preventDefault();
      meant.act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [stores, run, copy, navigate]);
}
