import { lazy } from 'react';
import { loadPart } from '../ui/load-part.ts';

/**
 * Everything that the first paint can do without. Containers, the first screen, is not here: it is part of the first
 * chunk.
 */
const loaders = {
  palette: () => loadPart(() => import('./palette/palette.tsx')),
  runDialog: () => loadPart(() => import('../features/run/run-dialog.tsx')),
  container: () => loadPart(() => import('../features/container/container-page.tsx')),
  images: () => loadPart(() => import('../features/images/images-page.tsx')),
  volumes: () => loadPart(() => import('../features/volumes/volumes-page.tsx')),
  networks: () => loadPart(() => import('../features/networks/networks-page.tsx')),
  terminals: () => loadPart(() => import('../features/terminals/terminals-page.tsx')),
  logs: () => loadPart(() => import('../features/logs/logs-page.tsx')),
  settings: () => loadPart(() => import('../features/settings/settings-page.tsx')),
};

export const Palette = lazy(async () => ({ default: (await loaders.palette()).Palette }));
export const RunDialog = lazy(async () => ({ default: (await loaders.runDialog()).RunDialog }));
export const ContainerPage = lazy(async () => ({ default: (await loaders.container()).ContainerPage }));
export const ImagesPage = lazy(async () => ({ default: (await loaders.images()).ImagesPage }));
export const VolumesPage = lazy(async () => ({ default: (await loaders.volumes()).VolumesPage }));
export const NetworksPage = lazy(async () => ({ default: (await loaders.networks()).NetworksPage }));
export const TerminalsPage = lazy(async () => ({ default: (await loaders.terminals()).TerminalsPage }));
export const LogsPage = lazy(async () => ({ default: (await loaders.logs()).LogsPage }));
export const SettingsPage = lazy(async () => ({ default: (await loaders.settings()).SettingsPage }));

/** Fetches all of them when the page has nothing better to do, so that no screen keeps anybody waiting. */
export function preloadParts(): void {
  requestIdleCallback(() => {
    // A chunk that cannot be had now is asked for again when it is needed, and fails there.
    for (const load of Object.values(loaders)) load().catch(() => {});
  });
}
