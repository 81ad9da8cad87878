/** Fetches what the first paint did not need, so that the first menu and the first dialog open without a wait. */
export function preloadSurfaces(): void {
  requestIdleCallback(() => {
    void import('./menu-surface.tsx');
    void import('./dialog-surface.tsx');
    void import('./popover-surface.tsx');
  });
}
