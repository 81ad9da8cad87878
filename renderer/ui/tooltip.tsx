import { cloneElement, type ReactElement } from 'react';
import { formatKeys, type Keys } from './keys.ts';

/** What the one tooltip of the page reads from the element that is pointed at; see TooltipLayer. */
export function tipProps(label: string | undefined, keys?: Keys): { 'data-tip'?: string; 'data-tip-keys'?: string } {
  if (label === undefined) return {};
  return keys === undefined ? { 'data-tip': label } : { 'data-tip': label, 'data-tip-keys': formatKeys(keys) };
}

interface TooltipProps {
  label: string;
  keys?: Keys | undefined;
  children: ReactElement<object>;
}

/** Gives its child a tooltip. The child must hand unknown props to its element, and have its accessible name elsewhere. */
export function Tooltip({ label, keys, children }: TooltipProps) {
  return cloneElement(children, tipProps(label, keys));
}
