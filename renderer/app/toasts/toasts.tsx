import { useMemo } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { useStores, useToasts } from '../../stores/stores-context.tsx';
import { ToastRegion } from '../../ui/toast-region.tsx';

/** The results that may have been missed. */
export function Toasts() {
  const t = useT();
  const { toasts: store } = useStores();
  const toasts = useToasts((state) => state.toasts);
  const shown = useMemo(
    () =>
      toasts.map(({ details, ...toast }) => ({
        ...toast,
        details: details === undefined ? undefined : { summary: t('app.toasts.details'), text: details },
      })),
    [toasts, t],
  );
  return (
    <ToastRegion
      toasts={shown}
      onDismiss={store.dismiss}
      label={t('app.toasts.region')}
      dismissLabel={t('app.toasts.dismiss')}
    />
  );
}
