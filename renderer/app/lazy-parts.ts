import { lazy } from 'react';

/**
 * Everything that the first paint can do without. Containers, the first screen, is not here: it is part of the first
 * chunk.
 */
const loaders = {
  palette: () => import('./palette/palette.tsx'),
  runDialog: () => import('../features/run/run-dialog.tsx'),
  container: () => import('../features/container/container-page.tsx'),
  images: () => import('../features/images/images-page.tsx'),
  volumes: () => import('../features/volumes/volumes-page.tsx'),
  networks: () => import('../features/networks/networks-page.tsx'),
  settings: () => import('../features/settings/settings-page.tsx'),
};

export const Palette = lazy(async () => ({ default: (await loaders.palette()).Palette }));
export const RunDialog = lazy(async () => ({ default: (await loaders.runDialog()).RunDialog }));
export const ContainerPage = lazy(async () => ({ default: (await loaders.container()).ContainerPage }));
export const ImagesPage = lazy(async () => ({ default: (await loaders.images()).ImagesPage }));
export const VolumesPage = lazy(async () => ({ default: (await loaders.volumes()).VolumesPage }));
export const NetworksPage = lazy(async () => ({ default: (await loaders.networks()).NetworksPage }));
export const SettingsPage = lazy(async () => ({ default: (await loaders.settings()).SettingsPage }));

/** Fetches all of them when the page has nothing better to do, so that no screen keeps anybody waiting. */
export function preloadParts(): void {
  requestIdleCallback(() => {
    // A chunk that cannot be had now is asked for again when it is needed, and fails there.
    for (const load of Object.values(loaders)) load().catch(() => {});
  });
}
