import { ListFilter as ListFilterIcon, X } from 'lucide-react';
import { useImperativeHandle, useRef, useState, type Ref } from 'react';
import { flushSync } from 'react-dom';
import { useT } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './list-filter.module.css';

export interface ListFilterHandle {
  /** Opens the field and gives it the focus. */
  focus: () => void;
}

interface ListFilterProps {
  value: string;
  onChange: (value: string) => void;
  /** ↓ and ↵ lead on to the list; so does Escape, which also empties the field. */
  onLeave: () => void;
  /** What it looks at, in the empty field. */
  hint: string;
  ref?: Ref<ListFilterHandle>;
}

const filterKeys = ['F'];

/** A quiet button until it is wanted, then a field; it stays a field as long as it narrows the list. */
export function ListFilter({ value, onChange, onLeave, hint, ref }: ListFilterProps) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [isWanted, setIsWanted] = useState(false);
  const focus = () => {
    // At once: until the field has the focus a row may have it, whose letters are verbs.
    flushSync(() => setIsWanted(true));
    input.current?.select();
  };
  useImperativeHandle(ref, () => ({ focus }));
  const clear = () => {
    onChange('');
    setIsWanted(false);
  };
  if (!isWanted && value === '') {
    return (
      <Button variant="ghost" size="sm" icon={ListFilterIcon} keys={filterKeys} onClick={focus}>
        {t('lists.filter')}
      </Button>
    );
  }
  return (
    <div className={styles['field']}>
      <TextField
        ref={input}
        label={t('lists.filter')}
        hideLabel
        icon={ListFilterIcon}
        placeholder={hint}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={() => setIsWanted(false)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') clear();
          else if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          event.stopPropagation();
          onLeave();
        }}
      />
      {value === '' ? null : <IconButton icon={X} size="sm" label={t('lists.clearFilter')} onClick={clear} />}
    </div>
  );
}
