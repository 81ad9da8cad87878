import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { stepInList } from './step-in-list.ts';
import { offProps } from './tooltip.tsx';
import styles from './tabs.module.css';

export interface Tab<Id extends string> {
  id: Id;
  label: string;
  count?: number | undefined;
  /** The tab stays in its place, and says why it cannot be opened. */
  disabledReason?: string | undefined;
}

interface TabsProps<Id extends string> {
  /** The accessible name of the list of tabs, such as 'Container views'. */
  label: string;
  tabs: readonly Tab<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  /** The panel of the chosen tab. */
  children: ReactNode;
}

/** A row of tabs and the panel of the one that is chosen. ←→, Home and End move and choose. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, children }: TabsProps<Id>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const enabled = tabs.filter((tab) => tab.disabledReason === undefined);
    const index = enabled.findIndex((tab) => tab.id === value);
    const next = enabled[stepInList(event.key, index, enabled.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
    onChange(next.id);
  };
  return (
    <>
      <div ref={list} className={styles['list']} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            data-tab={tab.id}
            className={styles['tab']}
            aria-selected={tab.id === value}
            aria-controls={tab.id === value ? `${id}-panel` : undefined}
            {...offProps(tab.disabledReason)}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => {
              if (tab.disabledReason === undefined) onChange(tab.id);
            }}
          >
            {tab.label}
            {tab.count === undefined ? null : <span className={styles['count']}>{tab.count}</span>}
          </button>
        ))}
      </div>
      <div className={styles['panel']} role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </>
  );
}
