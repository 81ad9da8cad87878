export type ThemeChoice = 'system' | 'light' | 'dark';

const lightQuery = '(prefers-color-scheme: light)';

/** Puts the theme on the document, and follows the system where that was chosen, until the signal is aborted. */
export function applyTheme(choice: ThemeChoice, signal: AbortSignal): void {
  const system = matchMedia(lightQuery);
  const apply = () => {
    const theme = choice === 'system' ? (system.matches ? 'light' : 'dark') : choice;
    document.documentElement.dataset['theme'] = theme;
  };
  apply();
  if (choice === 'system') system.addEventListener('change', apply, { signal });
}
