import { splitReference } from './image-reference.ts';
import styles from './image-ref.module.css';

interface ImageRefProps {
  reference: string;
  /** On the base line of the text that it stands in, in place of a line of its own. */
  isInline?: boolean | undefined;
}

/** An image's reference: the repository may be cut short, the tag never is. The whole of it is in the title. */
export function ImageRef({ reference, isInline = false }: ImageRefProps) {
  const { repository, suffix } = splitReference(reference);
  return (
    <bdi className={styles['image']} dir="ltr" title={reference} data-inline={isInline || undefined}>
      <span className={styles['repository']}>{repository}</span>
      {suffix === '' ? null : <span className={styles['tag']}>{suffix}</span>}
    </bdi>
  );
}
