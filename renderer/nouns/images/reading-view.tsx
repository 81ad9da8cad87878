import type { ReactNode } from 'react';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import type { Reading } from './use-reading.ts';

interface ReadingViewProps<T> {
  reading: Reading<T>;
  children: (value: T) => ReactNode;
}

/** What was read, or why it could not be. */
export function ReadingView<T>({ reading, children }: ReadingViewProps<T>) {
  const t = useT();
  switch (reading.kind) {
    case 'reading':
      return <p role="status">{t('images.pane.reading')}</p>;
    case 'failed':
      return (
        <Callout
          tone="bad"
          title={t('images.pane.failed')}
          actions={<Button onClick={reading.again}>{t('images.pane.again')}</Button>}
        >
          {problemWords(reading.problem, t).why}
        </Callout>
      );
    case 'read':
      return children(reading.value);
  }
}
