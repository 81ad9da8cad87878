import { useEffect, useState } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { useContainerColumns } from './columns.ts';

/** Sooner than this, grey bars would only flicker. */
const delayMs = 150;

/** The list before its first answer. */
export function ContainersSkeleton() {
  const t = useT();
  const columns = useContainerColumns();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), delayMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? <SkeletonRows columns={columns.map(({ width }) => width)} label={t('lists.loading')} /> : null;
}
