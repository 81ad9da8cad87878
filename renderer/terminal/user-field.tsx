import { Check, User } from 'lucide-react';
import { useId, useState } from 'react';
import type { ShellChoices } from '../../engine/contract/terminals.ts';
import { useT } from '../i18n/use-words.ts';
import { TextField } from '../ui/text-field.tsx';
import { useSuggestions } from '../ui/use-suggestions.ts';
import styles from './user-field.module.css';

interface UserFieldProps {
  choices: ShellChoices;
  value: string;
  onChange: (user: string) => void;
}

/** More are not read: another letter narrows them. */
const mostSuggestions = 6;
/** Accounts of people and programs; the others are the system's own. */
const firstOwnUid = 900;
const noLoginUid = 65_534;

/** The user to run as: one of the container's, or any other name or uid. */
export function UserField({ choices, value, onChange }: UserFieldProps) {
  const t = useT();
  const listId = useId();
  const [isTyped, setIsTyped] = useState(false);
  const own = choices.user === '' ? 'root' : choices.user;
  const suggestions = suggest(choices, own, isTyped ? value : '');

  const { isShown, active, setIsOpen, setActive, choose, onKeyDown } = useSuggestions(suggestions, ({ name }) =>
    onChange(name),
  );
  return (
    <div className={styles['place']}>
      <TextField
        label={t('terminals.picker.user')}
        hideLabel
        value={value}
        placeholder={own}
        maxLength={256}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={isShown ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          setIsTyped(true);
          setIsOpen(true);
          setActive(-1);
        }}
        onClick={() => {
          setIsTyped(false);
          setIsOpen(true);
        }}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
      />
      {isShown ? (
        <div id={listId} className={styles['list']} role="listbox" aria-label={t('terminals.picker.users')}>
          {suggestions.map((suggestion, index) => (
            // Keys are the field's: the focus never leaves it.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={suggestion.name}
              id={`${listId}-${index}`}
              className={styles['option']}
              role="option"
              aria-selected={index === active}
              data-on={index === active || undefined}
              // The field would lose the focus, and the list with it, before the click.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(suggestion)}
            >
              <User size={15} strokeWidth={1.75} aria-hidden="true" />
              <bdi className={styles['name']}>{suggestion.name}</bdi>
              <span className={styles['fact']}>
                {suggestion.uid === 0
                  ? t('terminals.picker.userRoot')
                  : t('terminals.picker.userUid', { uid: suggestion.uid })}
              </span>
              {suggestion.name === value ? <Check size={14} strokeWidth={1.75} aria-hidden="true" /> : null}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function suggest({ users }: ShellChoices, own: string, typed: string): ShellChoices['users'] {
  const word = typed.trim().toLowerCase();
  const rank = ({ name, uid }: ShellChoices['users'][number]) =>
    uid === 0 ? 0 : name === own ? 1 : uid >= firstOwnUid && uid < noLoginUid ? 2 : 3;
  return users
    .filter((user) => (word === '' ? rank(user) < 3 : user.name.toLowerCase().includes(word)))
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostSuggestions);
}
