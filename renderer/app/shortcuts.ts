import { useEffect, useEffectEvent } from 'react';
import { useLocation } from 'wouter';
import { barContent } from '../stores/command-store.ts';
import type { DialogsStore } from '../stores/dialogs-store.ts';
import { nouns } from '../nouns/nouns.ts';
import { useStores } from '../stores/stores-context.tsx';
import { isApple } from '../ui/keys.ts';
import { isKeyPress } from '../verbs/keys.ts';
import { openRunDialog } from '../verbs/app-verbs.ts';
import { primaryKeys } from '../verbs/primary-verb.ts';
import type { Verb } from '../verbs/verb.ts';
import { useVerbs } from '../verbs/verbs-context.tsx';
import { copyCommandKeys, useCopyCommand } from './command-bar/copy-command.ts';
import { palettePlaces } from './palette/palette-places.ts';
import { stepRegion } from './regions.ts';

/** The keys that work wherever the focus is. Those of rows belong to the lists, those of dialogs to them. */
export function useShortcuts(): void {
  const stores = useStores();
  const { run } = useVerbs();
  const copy = useCopyCommand();
  const [location, navigate] = useLocation();
  const runPrimary = useEffectEvent(() => void run(primaryOf(location), []));
  useEffect(() => {
    const { dialogs, command, preferences } = stores;
    const isOpen = () => dialogs.getState().open.kind !== 'none';
    const copyShown = () => {
      const content = barContent(command.getState());
      if (content.tag !== 'empty') copy(content.script);
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
      { keys: ['mod', 'shift', 'P'], act: togglePalette, behind: true },
      { keys: copyCommandKeys, act: copyShown, behind: true },
      { keys: primaryKeys, act: () => runPrimary() },
      { keys: ['mod', 'B'], act: toggleSidebar },
      { keys: ['F6'], act: () => stepRegion(document, 1) },
      { keys: ['shift', 'F6'], act: () => stepRegion(document, -1) },
      ...palettePlaces.map(({ keys, path }) => ({ keys, act: () => navigate(path) })),
    ];
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || belongsToTerminal(event)) return;
      const meant = shortcuts.find(({ keys, behind }) => isKeyPress(event, keys, isApple) && (behind ?? !isOpen()));
      if (meant === undefined) return;
      event.preventDefault();
      meant.act();
    };
    const onKeyDownFirst = (event: KeyboardEvent) => keepFromRows(event, dialogs);
    document.addEventListener('keydown', onKeyDownFirst, { capture: true });
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDownFirst, { capture: true });
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [stores, copy, navigate]);
}

/** What ⌘N does on a screen: the verb of its primary button, and where there is none, Run. */
function primaryOf(location: string): Verb<never> {
  const noun = nouns.find(({ place }) => location === place || location.startsWith(`${place}/`));
  return noun?.primary ?? openRunDialog;
}

/** While a terminal has the focus, keys are the program's: but those with ⌘, and elsewhere those with Ctrl and Shift. */
function belongsToTerminal({ target, metaKey, ctrlKey, shiftKey }: KeyboardEvent): boolean {
  if (!(target instanceof Element) || target.closest('[data-terminal]') === null) return false;
  return isApple ? !metaKey : !(ctrlKey && shiftKey);
}

/**
 * A dialog takes the focus a moment after it was asked for, and until then a row has it, whose letters are verbs: 'r' for the palette would
 * restart a container. So while a dialog is open or opening, no plain key reaches anything but it.
 */
function keepFromRows(event: KeyboardEvent, dialogs: DialogsStore): void {
  const isInDialog = event.target instanceof Element && event.target.closest('[role="dialog"], [role="alertdialog"]');
  if (dialogs.getState().open.kind === 'none' || isInDialog) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Escape' || event.key === 'Tab') return;
  typeIntoPalette(event, dialogs);
  event.preventDefault();
  event.stopPropagation();
}

/** What is typed until the palette's field has the focus goes into its query, and other keys, such as Enter, to the field itself. */
function typeIntoPalette(event: KeyboardEvent, dialogs: DialogsStore): void {
  const { open } = dialogs.getState();
  if (open.kind !== 'palette') return;
  if (event.key.length === 1) dialogs.show({ kind: 'palette', query: (open.query ?? '') + event.key });
  else document.querySelector('[role=dialog] [role=combobox]')?.dispatchEvent(new KeyboardEvent('keydown', event));
}
