import { nouns } from '../nouns/nouns.ts';
import { lazyPart } from '../ui/lazy-part.tsx';

// What the first paint can do without, beside the screens of nouns.
const palette = lazyPart(async () => (await import('./palette/palette.tsx')).Palette);
const runDialog = lazyPart(async () => (await import('../features/run/run-dialog.tsx')).RunDialog);
const signInDialog = lazyPart(async () => (await import('../nouns/registries/sign-in-dialog.tsx')).SignInDialog);
const trustDialog = lazyPart(async () => (await import('../nouns/registries/trust-dialog.tsx')).TrustDialog);
const pullDialog = lazyPart(async () => (await import('../nouns/images/pull-dialog.tsx')).PullDialog);
const pushDialog = lazyPart(async () => (await import('../nouns/images/push-dialog.tsx')).PushDialog);
const tagDialog = lazyPart(async () => (await import('../nouns/images/tag-dialog.tsx')).TagDialog);
const saveDialog = lazyPart(async () => (await import('../nouns/images/save-dialog.tsx')).SaveDialog);
const loadDialog = lazyPart(async () => (await import('../nouns/images/load-dialog.tsx')).LoadDialog);
const pruneDialog = lazyPart(async () => (await import('../nouns/images/prune-dialog.tsx')).PruneDialog);
const settings = lazyPart(async () => (await import('../features/settings/settings-page.tsx')).SettingsPage);

export const Palette = palette.Part;
export const RunDialog = runDialog.Part;
export const SignInDialog = signInDialog.Part;
export const TrustDialog = trustDialog.Part;
export const PullDialog = pullDialog.Part;
export const PushDialog = pushDialog.Part;
export const TagDialog = tagDialog.Part;
export const SaveDialog = saveDialog.Part;
export const LoadDialog = loadDialog.Part;
export const PruneDialog = pruneDialog.Part;
export const SettingsPage = settings.Part;

/** Fetches all of them when the page has nothing better to do, so that no screen keeps anybody waiting. */
export function preloadParts(): void {
  requestIdleCallback(() => {
    for (const part of [
      ...nouns.flatMap(({ parts }) => parts),
      palette,
      runDialog,
      signInDialog,
      trustDialog,
      pullDialog,
      pushDialog,
      tagDialog,
      saveDialog,
      loadDialog,
      pruneDialog,
      settings,
    ]) {
      // A chunk that cannot be had now is asked for again when it is needed, and fails there.
      part.load().catch(() => {});
    }
  });
}
