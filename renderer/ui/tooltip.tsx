import { formatKeys, type Keys } from './keys.ts';

/** What the one tooltip of the page reads from the element that is pointed at; see TooltipLayer. */
export function tipProps(label: string | undefined, keys?: Keys): { 'data-tip'?: string; 'data-tip-keys'?: string } {
  if (label === undefined) return {};
  return keys === undefined ? { 'data-tip': label } : { 'data-tip': label, 'data-tip-keys': formatKeys(keys) };
}

/** What a control carries that cannot be used now: it keeps its place in the tab order, and says why. */
export function offProps(reason: string | undefined): {
  'aria-disabled'?: true;
  'aria-description'?: string;
  'data-tip'?: string;
} {
  return reason === undefined ? {} : { 'aria-disabled': true, 'aria-description': reason, ...tipProps(reason) };
}
