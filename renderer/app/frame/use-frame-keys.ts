import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useStores } from '../../stores/stores-context.tsx';
import { isApple } from '../../ui/keys.ts';
import { isKeyPress } from '../../verbs/keys.ts';
import { sections } from './sections.ts';
import { places } from '../../verbs/places.ts';

/** ⌘1–4 sections, ⌘, settings, ⌘B sidebar, F6 the next region. */
export function useFrameKeys(): void {
  const { preferences } = useStores();
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const section = sections.find((_, index) => isKeyPress(event, ['mod', String(index + 1)], isApple));
      if (section) navigate(section.place);
      else if (isKeyPress(event, ['mod', ','], isApple)) navigate(places.settings);
      else if (isKeyPress(event, ['mod', 'B'], isApple)) {
        preferences.change({ isSidebarCollapsed: !preferences.getState().isSidebarCollapsed });
      } else if (event.key === 'F6') focusNextRegion(event.shiftKey);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [preferences, navigate]);
}

/** Sidebar, list, pane, command bar: in that order, round and round. */
function focusNextRegion(backwards: boolean): void {
  const regions = [
    ...document.querySelectorAll<HTMLElement>(
      '[data-region="sidebar"], main, [role="complementary"], aside, [data-region="command-bar"]',
    ),
  ];
  if (regions.length === 0) return;
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  const step = backwards ? -1 : 1;
  const next = regions[current < 0 ? 0 : (current + step + regions.length) % regions.length];
  next?.querySelector<HTMLElement>(focusFirst)?.focus();
}

const focusFirst = '[aria-current="page"], [role="row"][tabindex="0"], button, a[href], input, [tabindex="0"]';
