import { splitReference } from './image-reference.ts';
import styles from './image-ref.module.css';

/** An image's reference: the repository may be cut short, the tag never is. The whole of it is in the title. */
export function ImageRef({ reference }: { reference: string }) {
  const { repository, suffix } = splitReference(reference);
  return (
    <bdi className={styles['image']} dir="ltr" title={reference}>
      <span className={styles['repository']}>{repository}</span>
      {suffix === '' ? null : <span className={styles['tag']}>{suffix}</span>}
    </bdi>
  );
}
