import { useId } from 'react';
import { Switch } from '../../ui/switch.tsx';
import { SettingRow } from './setting-row.tsx';

interface SwitchRowProps {
  title: string;
  hint: string;
  /** Null while it is not known: then there is no switch. */
  checked: boolean | null;
  onChange: (checked: boolean) => void;
}

/** A setting that is on or off. */
export function SwitchRow({ title, hint, checked, onChange }: SwitchRowProps) {
  const hintId = useId();
  return (
    <SettingRow title={title} hint={hint} hintId={hintId}>
      {checked !== null && <Switch label={title} describedBy={hintId} checked={checked} onChange={onChange} />}
    </SettingRow>
  );
}
