/**
 * Whether the focus went away with the control that had it, as it does when a click or key leads to another page. A
 * page that was just loaded has lost nothing: there the tab order begins at its beginning.
 */
export function hasLostFocus(): boolean {
  return document.activeElement === document.body && navigator.userActivation.hasBeenActive;
}
