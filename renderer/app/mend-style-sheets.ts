/** Some 2 s in all, as for the parts of the page; see `load-part.ts`. */
const delaysMs = [0, 400, 1500] as const;

/** Fetches style sheets again that did not come: a page without them works, but nobody would believe it. */
export function mendStyleSheets(document: Document): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) {
    // Modules run after the style sheets before them came or failed.
    if (hasFailed(link)) fetchAgain(link, 0);
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

function fetchAgain(link: HTMLLinkElement, attempt: number): void {
  const delayMs = delaysMs[attempt];
  if (delayMs === undefined) return;
  setTimeout(() => {
    const next = link.ownerDocument.createElement('link');
    next.rel = 'stylesheet';
    next.crossOrigin = link.crossOrigin;
    next.href = link.href;
    next.addEventListener('error', () => fetchAgain(next, attempt + 1), { once: true });
    link.replaceWith(next);
  }, delayMs);
}
