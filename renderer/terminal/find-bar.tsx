import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useT } from '../i18n/use-words.ts';
import type { Translate } from '../i18n/translate.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { FindOptions, TerminalScreen } from './terminal-screen.ts';
import type { SessionState } from './session-state.ts';
import styles from './find-bar.module.css';

const closeKeys = ['escape'];
const nextKeys = ['enter'];
const previousKeys = ['shift', 'enter'];

interface FindBarProps {
  screen: TerminalScreen;
  matches: SessionState['matches'];
  onClose: () => void;
}

/** Searches a terminal's screen and what has scrolled out of it. */
export function FindBar({ screen, matches, onClose }: FindBarProps) {
  const t = useT();
  const [text, setText] = useState('');
  const [options, setOptions] = useState<FindOptions>({ isCaseSensitive: false, isRegex: false });
  const isBroken = options.isRegex && !isExpression(text);

  const find = (direction: 'next' | 'previous') => {
    if (text !== '' && !isBroken) screen.find(text, options, direction);
  };
  useEffect(() => {
    if (text === '' || isBroken) screen.endFind();
    else screen.find(text, options, 'typing');
  }, [screen, text, options, isBroken]);
  useEffect(() => () => screen.endFind(), [screen]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') find(event.shiftKey ? 'previous' : 'next');
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // Enter and Escape of the whole bar, wherever in it the focus is but on a button, which Enter presses.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className={styles['bar']} role="search" aria-label={t('terminals.findBar.label')}>
      <TextField
        label={t('terminals.findBar.field')}
        hideLabel
        className={styles['field']}
        mono
        value={text}
        placeholder={t('terminals.findBar.field')}
        maxLength={1000}
        // The bar was opened to type into it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span className={styles['count']} role="status">
        {text === '' ? null : isBroken ? t('terminals.findBar.broken') : matchWords(matches, t)}
      </span>
      <IconButton
        icon={CaseSensitive}
        size="sm"
        label={t('terminals.findBar.caseSensitive')}
        pressed={options.isCaseSensitive}
        onClick={() => setOptions({ ...options, isCaseSensitive: !options.isCaseSensitive })}
      />
      <IconButton
        icon={Regex}
        size="sm"
        label={t('terminals.findBar.regex')}
        pressed={options.isRegex}
        onClick={() => setOptions({ ...options, isRegex: !options.isRegex })}
      />
      <IconButton
        icon={ChevronUp}
        size="sm"
        label={t('terminals.findBar.previous')}
        keys={previousKeys}
        onClick={() => find('previous')}
      />
      <IconButton
        icon={ChevronDown}
        size="sm"
        label={t('terminals.findBar.next')}
        keys={nextKeys}
        onClick={() => find('next')}
      />
      <IconButton icon={X} size="sm" label={t('terminals.findBar.close')} keys={closeKeys} onClick={onClose} />
    </div>
  );
}

function matchWords({ index, count }: SessionState['matches'], t: Translate): string {
  if (count === 0) return t('terminals.findBar.none');
  if (index < 0) return t('terminals.findBar.many', { count });
  return t('terminals.findBar.count', { index: index + 1, count });
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    // Being typed: an open bracket is no mistake yet.
    return false;
  }
}
