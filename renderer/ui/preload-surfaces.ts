/** Fetches what the first paint did not need, so that the first menu and the first dialog open without a wait. */
export function preloadSurfaces(): void {
  requestIdleCallback(() => {
    const surfaces = [import('./menu-surface.tsx'), import('./dialog-surface.tsx'), import('./popover-surface.tsx')];
    // One that cannot be had now is asked for again when it is needed.
    for (const surface of surfaces) surface.catch(() => {});
  });
}
