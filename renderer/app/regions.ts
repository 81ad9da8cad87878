/** The parts of the window that F6 walks through, in their order; missing ones are passed over. */
const regions = ['nav', 'main', 'aside', '[data-region="command-bar"]'] as const;

const focusable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** Moves the focus to the next region, or the one before: to where its own tab order begins. */
export function stepRegion(document: Document, by: 1 | -1): void {
  const there = regions.flatMap((selector) => document.querySelector<HTMLElement>(selector) ?? []);
  // Innermost first: the detail pane may lie inside of main.
  const now = there.findLastIndex((region) => region.contains(document.activeElement));
  const next = there[(now + by + there.length) % there.length] ?? there[0];
  if (next === undefined) return;
  const first = next.querySelector<HTMLElement>(`[aria-current="page"], [role*="grid"] [tabindex="0"]`);
  (first ?? next.querySelector<HTMLElement>(focusable) ?? next).focus();
}
