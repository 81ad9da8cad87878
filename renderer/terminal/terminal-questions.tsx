import { useT } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { PasteQuestion } from './paste-check.ts';
import styles from './terminal-questions.module.css';

interface LinkQuestionProps {
  /** Null while nothing is asked. */
  address: string | null;
  onAnswer: (opens: boolean) => void;
}

/** Shows the whole address of a link before it is opened: what a program printed may say something else. */
export function LinkQuestion({ address, onAnswer }: LinkQuestionProps) {
  const t = useT();
  return (
    <Dialog
      open={address !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onAnswer(false);
      }}
      title={t('terminals.link.title')}
      closeLabel={t('terminals.link.close')}
      footer={
        <>
          <Button data-autofocus="" onClick={() => onAnswer(false)}>
            {t('terminals.link.cancel')}
          </Button>
          <Button variant="primary" onClick={() => onAnswer(true)}>
            {t('terminals.link.open')}
          </Button>
        </>
      }
    >
      <p className={styles['text']}>{t('terminals.link.text')}</p>
      <CodeBlock label={t('terminals.link.address')} wrap>
        {address ?? ''}
      </CodeBlock>
    </Dialog>
  );
}

interface PasteDialogProps {
  /** Null while nothing is asked. */
  question: PasteQuestion | null;
  onAnswer: (answer: 'paste' | 'one-line' | 'cancel') => void;
}

/** Asks before several lines go to a program that may run each of them at once. */
export function PasteDialog({ question, onAnswer }: PasteDialogProps) {
  const t = useT();
  if (question === null) return null;
  const { lineCount, firstLines, isCut } = question;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onAnswer('cancel');
      }}
      title={t('terminals.pasting.title', { count: lineCount })}
      closeLabel={t('terminals.pasting.close')}
      footer={
        <>
          <Button onClick={() => onAnswer('cancel')}>{t('terminals.pasting.cancel')}</Button>
          <Button onClick={() => onAnswer('one-line')}>{t('terminals.pasting.oneLine')}</Button>
          <Button variant="primary" data-autofocus="" onClick={() => onAnswer('paste')}>
            {t('terminals.pasting.paste')}
          </Button>
        </>
      }
    >
      <p className={styles['text']}>{t('terminals.pasting.text')}</p>
      <CodeBlock label={t('terminals.pasting.preview')} wrap>
        {[...firstLines, ...(isCut ? [t('terminals.pasting.more')] : [])].join('\n')}
      </CodeBlock>
    </Dialog>
  );
}
