/** Some 2 s in all, as for the parts of the page; see `ui/load-part.ts`. */
const delaysMs = [50, 400, 1500] as const;

/**
 * Fetches style sheets again that did not come, those of the first paint and those of later parts: a page without them
 * works, but nobody would believe it. Ends with the signal.
 */
export function mendStyleSheets(window: Window, signal: AbortSignal): void {
  const { document } = window;
  const attempts = new WeakMap<HTMLLinkElement, number>();
  const fetchAgain = (link: HTMLLinkElement) => {
    const attempt = attempts.get(link) ?? 0;
    const delayMs = delaysMs[attempt];
    if (delayMs === undefined || signal.aborted) return;
    setTimeout(() => {
      const next = document.createElement('link');
      next.rel = 'stylesheet';
      next.crossOrigin = link.crossOrigin;
      next.href = link.href;
      attempts.set(next, attempt + 1);
      link.replaceWith(next);
    }, delayMs);
  };
  document.addEventListener(
    'error',
    ({ target }) => {
      if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') fetchAgain(target);
    },
    // Errors of elements do not bubble.
    { capture: true, signal },
  );
  window.addEventListener(
    'vite:preloadError',
    (event) => {
      // The part itself may come without its styles, which follow.
      if (event.payload.message.startsWith('Unable to preload CSS')) event.preventDefault();
    },
    { signal },
  );
  // Modules run after the style sheets before them came or failed.
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) {
    if (hasFailed(link)) fetchAgain(link);
  }
}

function hasFailed({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet === null || sheet.cssRules.length === 0;
  } catch {
    // Chromium gives a sheet to one that could not be fetched, and lets nobody read it.
    return true;
  }
}
