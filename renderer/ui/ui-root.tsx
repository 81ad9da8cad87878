import { useEffect, type ReactNode } from 'react';
import { preloadSurfaces } from './preload-surfaces.ts';
import { TooltipLayer } from './tooltip-layer.tsx';
import './base.css';

/** What the components need once per page. Goes around the whole app. */
export function UiRoot({ children }: { children: ReactNode }) {
  useEffect(preloadSurfaces, []);
  return (
    <>
      {children}
      <TooltipLayer />
    </>
  );
}
