import { Layers } from 'lucide-react';
import { useMemo } from 'react';
import type { Image } from '../../../engine/contract/images.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { ImageRef } from '../../ui/image-ref.tsx';
import { SuggestingField } from '../../ui/suggesting-field.tsx';
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
  const sizes = useMemo(() => suggest(images.values(), form.image), [images, form.image]);
  const suggestions = useMemo(() => [...sizes.keys()], [sizes]);
  const problem = problems.get('image');
  return (
    <SuggestingField
      label={t('run.image')}
      icon={Layers}
      value={form.image}
      onValue={(reference) => onChange({ ...form, image: reference }, 'image')}
      placeholder={t('run.imagePlaceholder')}
      problem={problem && problemSentence(problem, t)}
      hint={image === null ? note : t('run.imageHere', { size: format.diskSize(image.sizeBytes) })}
      suggestions={suggestions}
      listLabel={t('run.imagesHere')}
      renderSuggestion={(reference) => (
        <>
          <ImageRef reference={reference} />
          <span className={styles['fact']}>{format.diskSize(sizes.get(reference) ?? 0)}</span>
        </>
      )}
      onFocus={() => onFocus('image')}
      onBlur={() => onFocus(null)}
      // A form that begins empty begins with the choice.
      opensEmpty
    />
  );
}

interface Suggestion {
  readonly reference: string;
  readonly sizeBytes: number;
}

/** Sizes in bytes by reference, in the order of what is probably meant. */
function suggest(images: Iterable<Image>, typed: string): ReadonlyMap<string, number> {
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
  const best = found.sort((a, b) => compareText(rank(a), rank(b))).slice(0, mostSuggestions);
  return new Map(best.map(({ reference, sizeBytes }) => [reference, sizeBytes]));
}
