import { useId, useState } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { type TerminalPreferences, terminalFontSizes, terminalScrollback } from '../../stores/preferences-store.ts';
import { usePreferences, useStores } from '../../stores/stores-context.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { SettingRow } from './setting-row.tsx';
import { SwitchRow } from './switch-row.tsx';
import styles from './settings.module.css';

/** How terminals look and what they may do. */
export function TerminalPreferencesSection() {
  const t = useT();
  const terminal = usePreferences((state) => state.terminal);
  const { preferences } = useStores();
  const change = (changed: Partial<TerminalPreferences>) =>
    preferences.change({ terminal: { ...preferences.getState().terminal, ...changed } });
  return (
    <>
      <h2 className={styles['subheading']}>{t('settings.terminals.title')}</h2>
      <section className={styles['card']}>
        <NumberRow
          title={t('settings.terminals.fontSize')}
          hint={t('settings.terminals.fontSizeHint', terminalFontSizes)}
          value={terminal.fontSizePx}
          range={terminalFontSizes}
          onChange={(fontSizePx) => change({ fontSizePx })}
        />
        <NumberRow
          title={t('settings.terminals.scrollback')}
          hint={t('settings.terminals.scrollbackHint', { most: terminalScrollback.most })}
          value={terminal.scrollbackLines}
          range={terminalScrollback}
          onChange={(lines) => change({ scrollbackLines: Math.round(lines) })}
        />
        <SwitchRow
          title={t('settings.terminals.asksBeforePaste')}
          hint={t('settings.terminals.asksBeforePasteHint')}
          checked={terminal.asksBeforePaste}
          onChange={(asksBeforePaste) => change({ asksBeforePaste })}
        />
        <SwitchRow
          title={t('settings.terminals.screenReader')}
          hint={t('settings.terminals.screenReaderHint')}
          checked={terminal.isScreenReaderOn}
          onChange={(isScreenReaderOn) => change({ isScreenReaderOn })}
        />
        <SwitchRow
          title={t('settings.terminals.clipboard')}
          hint={t('settings.terminals.clipboardHint')}
          checked={terminal.allowsClipboard}
          onChange={(allowsClipboard) => change({ allowsClipboard })}
        />
      </section>
    </>
  );
}

interface NumberRowProps {
  title: string;
  hint: string;
  value: number;
  range: { readonly least: number; readonly most: number };
  onChange: (value: number) => void;
}

/** What is typed is kept as typed, and holds as soon as it is a number that may be. */
function NumberRow({ title, hint, value, range, onChange }: NumberRowProps) {
  const hintId = useId();
  const [text, setText] = useState(String(value));
  const isWithin = (typed: string) => {
    const number = Number(typed);
    return typed.trim() !== '' && number >= range.least && number <= range.most;
  };
  return (
    <SettingRow title={title} hint={hint} hintId={hintId}>
      <TextField
        label={title}
        hideLabel
        className={styles['number']}
        inputMode="decimal"
        maxLength={7}
        aria-invalid={!isWithin(text) || undefined}
        value={text}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setText(typed);
          if (isWithin(typed)) onChange(Number(typed));
        }}
        onBlur={() => setText(String(value))}
      />
    </SettingRow>
  );
}
