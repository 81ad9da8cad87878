import { Layers } from 'lucide-react';
import { useId, useMemo } from 'react';
import type { Image } from '../../../engine/contract/images.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { ImageRef } from '../../ui/image-ref.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useSuggestions } from '../../ui/use-suggestions.ts';
import type { FieldProps } from './field-props.ts';
import { problemSentence } from './problem-sentence.ts';
import styles from './image-field.module.css';

interface ImageFieldProps extends FieldProps {
  /** What the typed reference means on this computer. */
  image: Image | null;
  images: ReadonlyMap<string, Image>;
  /** What becomes of an image that is not here. */
  note: string | undefined;
}

/** More suggestions than this are not read: another letter narrows them. */
const mostSuggestions = 8;

/** The image to run, with those of this computer as suggestions. */
export function ImageField({ form, problems, onChange, onFocus, image, images, note }: ImageFieldProps) {
  const t = useT();
  const format = useFormat();
  const listId = useId();
  const suggestions = useMemo(() => suggest(images.values(), form.image), [images, form.image]);
  const problem = problems.get('image');

  const { isShown, active, setIsOpen, setActive, choose, onKeyDown } = useSuggestions(suggestions, ({ reference }) =>
    onChange({ ...form, image: reference }, 'image'),
  );
  return (
    <div className={styles['place']}>
      <TextField
        label={t('run.image')}
        icon={Layers}
        mono
        value={form.image}
        placeholder={t('run.imagePlaceholder')}
        maxLength={512}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
        problem={problem && problemSentence(problem, t)}
        hint={image === null ? note : t('run.imageHere', { size: format.diskSize(image.sizeBytes) })}
        onChange={(event) => {
          onChange({ ...form, image: event.currentTarget.value }, 'image');
          setIsOpen(true);
          setActive(-1);
        }}
        onFocus={() => {
          onFocus('image');
          // A form that begins empty begins with the choice.
          if (form.image === '') setIsOpen(true);
        }}
        onClick={() => setIsOpen(true)}
        onBlur={() => {
          onFocus(null);
          setIsOpen(false);
        }}
        onKeyDown={onKeyDown}
      />
      {isShown ? (
        <div id={listId} className={styles['list']} role="listbox" aria-label={t('run.imagesHere')}>
          {suggestions.map((suggestion, index) => (
            // Keys are the field's: the focus never leaves it.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={suggestion.reference}
              id={`${listId}-${index}`}
              className={styles['option']}
              role="option"
              aria-selected={index === active}
              // The field would lose the focus, and the list with it, before the click.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(suggestion)}
            >
              <ImageRef reference={suggestion.reference} />
              <span className={styles['fact']}>{format.diskSize(suggestion.sizeBytes)}</span>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

interface Suggestion {
  readonly reference: string;
  readonly sizeBytes: number;
}

function suggest(images: Iterable<Image>, typed: string): Suggestion[] {
  const word = typed.trim().toLowerCase();
  const found: Suggestion[] = [];
  for (const { tags, sizeBytes } of images) {
    for (const reference of tags) {
      // What is typed in full needs no suggestion.
      if (reference.toLowerCase().includes(word) && reference !== typed) found.push({ reference, sizeBytes });
    }
  }
  const rank = ({ reference }: Suggestion) =>
    (reference.toLowerCase().startsWith(word) ? '0' : '1') + toNaturalKey(reference);
  return found.sort((a, b) => compareText(rank(a), rank(b))).slice(0, mostSuggestions);
}
