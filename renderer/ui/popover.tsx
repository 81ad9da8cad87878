import { lazy, Suspense, type ReactNode } from 'react';

export interface PopoverProps {
  anchor: Element | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The accessible name. */
  label: string;
  /** In pixels. */
  width: number;
  side?: 'top' | 'bottom' | undefined;
  align?: 'start' | 'end' | undefined;
  children: ReactNode;
}

// Not needed for the first paint; fetched when the page is idle, see preload-surfaces.ts.
const PopoverSurface = lazy(() =>
  import('./popover-surface.tsx').then((module) => ({ default: module.PopoverSurface })),
);

/** A panel anchored to a control: a dialog that is not modal. Escape and a click elsewhere close it. */
export function Popover(props: PopoverProps) {
  return props.open && props.anchor ? (
    <Suspense fallback={null}>
      <PopoverSurface {...props} />
    </Suspense>
  ) : null;
}
