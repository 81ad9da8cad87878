import { useId, useState } from 'react';
import { logMegabytes } from '../../../engine/contract/setting-limits.ts';
import { useT } from '../../i18n/use-words.ts';
import { TextField } from '../../ui/text-field.tsx';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';

interface MegabytesRowProps {
  title: string;
  hint: string;
  /** Null while it is not known: then there is no field. */
  megabytes: number | null;
  onChange: (megabytes: number) => void;
}

/** How much room something may take. What is typed counts on Enter or when the field is left: half a number would let things go. */
export function MegabytesRow({ title, hint, megabytes, onChange }: MegabytesRowProps) {
  const t = useT();
  const hintId = useId();
  /** What is being typed; null when nothing is. */
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    const wanted = typed === null ? null : toMegabytes(typed);
    setTyped(null);
    if (wanted !== null && wanted !== megabytes) onChange(wanted);
  };
  return (
    <SettingRow title={title} hint={hint} hintId={hintId}>
      {megabytes !== null && (
        <TextField
          label={title}
          hideLabel
          className={styles['megabytes']}
          inputMode="numeric"
          maxLength={9}
          unit={t('settings.logs.megabytes')}
          value={typed ?? String(megabytes)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key === 'Enter') finish();
            if (event.key === 'Escape') setTyped(null);
          }}
        />
      )}
    </SettingRow>
  );
}

/** The nearest number that may be; null for what is none. */
function toMegabytes(typed: string): number | null {
  const number = Number(typed.replaceAll(/[\s,]/g, ''));
  if (typed.trim() === '' || Number.isNaN(number)) return null;
  return Math.min(logMegabytes.most, Math.max(logMegabytes.least, Math.round(number)));
}
