import { useEffect, useState } from 'react';
import { useT } from '../i18n/use-words.ts';
import type { GridColumn } from '../ui/grid/grid-types.ts';
import { SkeletonRows } from '../ui/skeleton.tsx';

/** Sooner than this, grey bars would only flicker. */
const delayMs = 150;

/** A list before its first answer. */
export function ListSkeleton({ columns }: { columns: readonly GridColumn[] }) {
  const t = useT();
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), delayMs);
    return () => clearTimeout(timer);
  }, []);
  return isLate ? <SkeletonRows columns={columns.map(({ width }) => width)} label={t('lists.loading')} /> : null;
}
