import type { PreferencesStore } from '../stores/preferences-store.ts';

/** Keeps the page in the chosen theme, or in the system's while none is chosen. Ends with the signal. */
export function followTheme(preferences: PreferencesStore, window: Window, signal: AbortSignal): void {
  const system = window.matchMedia('(prefers-color-scheme: light)');
  const { dataset } = window.document.documentElement;
  const paint = () => {
    const { theme } = preferences.getState();
    const next = theme === 'system' ? (system.matches ? 'light' : 'dark') : theme;
    if (dataset['theme'] !== next) dataset['theme'] = next;
  };
  paint();
  const leave = preferences.subscribe(paint);
  system.addEventListener('change', paint, { signal });
  signal.addEventListener('abort', leave, { once: true });
}
