import { memo } from 'react';
import { toVisibleParts, toVisibleText } from './visible-text.ts';
import styles from './log-text.module.css';

/** More than this of one line is drawn only when asked for: a line may hold megabytes. */
export const drawnCharacters = 2000;

/** A log line's text: escapes gone, control characters shown, nothing taken for markup. */
export const LogText = memo(function LogText({ text }: { text: string }) {
  const parts = toVisibleParts(text.length > drawnCharacters ? text.slice(0, drawnCharacters) : text);
  return parts.map((part, index) =>
    part.kind === 'text' ? (
      part.text
    ) : (
      // The parts of one line have no identity beyond their place.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index} className={styles['control']}>
        {part.text}
      </span>
    ),
  );
});

/** How many characters of a line are not drawn. */
export function undrawnCharacters(text: string): number {
  return Math.max(0, text.length - drawnCharacters);
}

/** The whole of a line, for reading and copying. */
export function wholeText(text: string): string {
  return toVisibleText(text);
}
