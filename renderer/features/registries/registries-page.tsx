import { useT } from '../../i18n/use-words.ts';
import { PagePanel } from '../../page/page-panel.tsx';

/** The registries; `address` is whose details are open, empty for none. */
export function RegistriesPage({ address }: { address: string }) {
  const t = useT();
  return <PagePanel title={t('registries.title')}>{address}</PagePanel>;
}
