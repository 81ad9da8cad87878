import { lazy, Suspense } from 'react';
import { loadPart } from './load-part.ts';
import type { ConfirmDialogProps, DialogProps } from './dialog-props.ts';

// Not needed for the first paint; fetched when the page is idle, see preload-surfaces.ts.
const DialogSurface = lazy(() =>
  loadPart(() => import('./dialog-surface.tsx')).then((module) => ({ default: module.DialogSurface })),
);
const ConfirmSurface = lazy(() =>
  loadPart(() => import('./dialog-surface.tsx')).then((module) => ({ default: module.ConfirmSurface })),
);

/** A modal dialog: Escape closes, the focus is kept inside and goes back where it was. */
export function Dialog(props: DialogProps) {
  return props.open ? (
    <Suspense fallback={null}>
      <DialogSurface {...props} />
    </Suspense>
  ) : null;
}

/** Asks before something is lost. The focus is on Cancel. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return props.open ? (
    <Suspense fallback={null}>
      <ConfirmSurface {...props} />
    </Suspense>
  ) : null;
}
