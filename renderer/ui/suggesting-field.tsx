import { useId, type ClipboardEvent, type ReactNode } from 'react';
import styles from './suggesting-field.module.css';
import { TextField, type TextFieldProps } from './text-field.tsx';
import { useSuggestions } from './use-suggestions.ts';

interface SuggestingFieldProps extends Pick<
  TextFieldProps,
  'label' | 'icon' | 'problem' | 'fix' | 'hint' | 'placeholder'
> {
  value: string;
  onValue: (value: string) => void;
  suggestions: readonly string[];
  /** The accessible name of the list. */
  listLabel: string;
  /** How one is drawn; as it is without. */
  renderSuggestion?: ((suggestion: string) => ReactNode) | undefined;
  onPaste?: ((event: ClipboardEvent<HTMLInputElement>) => void) | undefined;
  /** Somebody asks for the list: by ↓ or a click. */
  onAsk?: (() => void) | undefined;
  onFocus?: (() => void) | undefined;
  onBlur?: (() => void) | undefined;
  /** Opens its list when it gets the focus empty. */
  opensEmpty?: boolean | undefined;
}

/** A line of text with what could be meant below it. */
export function SuggestingField(props: SuggestingFieldProps) {
  const {
    value,
    onValue,
    suggestions,
    listLabel,
    renderSuggestion,
    onPaste,
    onAsk,
    onFocus,
    onBlur,
    opensEmpty = false,
    ...field
  } = props;
  const listId = useId();
  const { isShown, active, setIsOpen, setActive, choose, onKeyDown } = useSuggestions(suggestions, onValue);
  return (
    <div className={styles['place']}>
      <TextField
        {...field}
        mono
        value={value}
        maxLength={512}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
        onChange={(event) => {
          onValue(event.currentTarget.value);
          setIsOpen(true);
          setActive(-1);
        }}
        onFocus={() => {
          onFocus?.();
          if (opensEmpty && value === '') setIsOpen(true);
        }}
        onPaste={onPaste}
        onClick={() => {
          setIsOpen(true);
          onAsk?.();
        }}
        onBlur={() => {
          onBlur?.();
          setIsOpen(false);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') onAsk?.();
          onKeyDown(event);
        }}
      />
      {isShown ? (
        <div id={listId} className={styles['list']} role="listbox" aria-label={listLabel}>
          {suggestions.map((suggestion, index) => (
            // Keys are the field's: the focus never leaves it.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={suggestion}
              id={`${listId}-${index}`}
              className={styles['option']}
              role="option"
              aria-selected={index === active}
              // The field would lose the focus, and the list with it, before the click.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(suggestion)}
            >
              {renderSuggestion === undefined ? <bdi dir="ltr">{suggestion}</bdi> : renderSuggestion(suggestion)}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
