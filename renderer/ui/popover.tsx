import { lazy, Suspense } from 'react';
import { loadPart } from './load-part.ts';
import type { PopoverProps } from './popover-props.ts';

// Not needed for the first paint; fetched when the page is idle, see preload-surfaces.ts.
const PopoverSurface = lazy(() =>
  loadPart(() => import('./popover-surface.tsx')).then((module) => ({ default: module.PopoverSurface })),
);

/** A panel anchored to a control: a dialog that is not modal. Escape and a click elsewhere close it. */
export function Popover(props: PopoverProps) {
  return props.open && props.anchor ? (
    <Suspense fallback={null}>
      <PopoverSurface {...props} />
    </Suspense>
  ) : null;
}
