import { Suspense } from 'react';
import { useDialogs, useStores } from '../stores/stores-context.tsx';
import { Confirm } from './confirm/confirm.tsx';
import {
  LoadDialog,
  Palette,
  PruneDialog,
  PullDialog,
  PushDialog,
  RunDialog,
  SaveDialog,
  SignInDialog,
  TagDialog,
  TrustDialog,
} from './lazy-parts.ts';

/** The one dialog that is open, if any. */
export function Dialogs() {
  const { dialogs } = useStores();
  const open = useDialogs((state) => state.open);
  return (
    <Suspense fallback={null}>
      {open.kind === 'palette' && <Palette query={open.query ?? ''} />}
      {open.kind === 'run' && <RunDialog image={open.image} onClose={dialogs.close} />}
      {open.kind === 'sign-in' && (
        <SignInDialog address={open.address} username={open.username} onClose={dialogs.close} />
      )}
      {open.kind === 'trust' && <TrustDialog address={open.address} onClose={dialogs.close} />}
      {open.kind === 'pull' && (
        <PullDialog
          key={open.reference}
          reference={open.reference}
          platform={open.platform ?? ''}
          onClose={dialogs.close}
        />
      )}
      {open.kind === 'push' && <PushDialog image={open.image} registry={open.registry} onClose={dialogs.close} />}
      {open.kind === 'tag' && <TagDialog image={open.image} onClose={dialogs.close} />}
      {open.kind === 'save' && <SaveDialog references={open.references} onClose={dialogs.close} />}
      {open.kind === 'load' && <LoadDialog way={open.way} file={open.file} onClose={dialogs.close} />}
      {open.kind === 'prune-images' && <PruneDialog onClose={dialogs.close} />}
      {open.kind === 'confirm' && <Confirm request={open.request} />}
    </Suspense>
  );
}
