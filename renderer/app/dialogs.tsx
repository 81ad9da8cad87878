import { Suspense } from 'react';
import { useDialogs, useStores } from '../stores/stores-context.tsx';
import { Confirm } from './confirm/confirm.tsx';
import { Palette, RunDialog, SignInDialog, TrustDialog } from './lazy-parts.ts';

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
      {open.kind === 'confirm' && <Confirm request={open.request} />}
    </Suspense>
  );
}
