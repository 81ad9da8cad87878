import { Search, Trash2 } from 'lucide-react';
import { useEffect, useState, type FormEvent } from 'react';
import type { LogLine } from '../../../engine/contract/logs.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import type { SavedSearch } from '../../stores/preferences-store.ts';
import { Button } from '../../ui/button.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { KeyList } from '../../ui/key-list.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { LogReader } from '../reading/log-reader.ts';
import { fromFieldTime, toFieldTime } from '../rows/log-time.ts';
import { toVisibleText } from '../rows/visible-text.ts';
import styles from './log-dialogs.module.css';

/** More of one line would block the page. */
const mostShownBytes = 4 * 1024 * 1024;
/** The largest answer of `logs.text` (engine/contract/logs.ts). */
const answerBytes = 1024 * 1024;

interface WholeLineProps {
  reader: LogReader;
  line: LogLine | null;
  onClose: () => void;
}

/** Shows a line that is too long for its row, for reading and copying. */
export function WholeLineDialog({ reader, line, onClose }: WholeLineProps) {
  const t = useT();
  const format = useFormat();
  const [whole, setWhole] = useState<{ line: LogLine; text: string; isCut: boolean } | null>(null);
  useEffect(() => {
    if (line === null) return undefined;
    let isOver = false;
    const read = async () => {
      const parts: string[] = [];
      let fromBytes = 0;
      for (;;) {
        const answer = await reader.ask.text(line.line, fromBytes);
        if (answer === null || isOver) return;
        parts.push(answer.text);
        // Invalid UTF-8 became U+FFFD, which takes three bytes: the next offset is that of a full
        // answer.
        fromBytes += answer.text.includes('\uFFFD') ? answerBytes : new TextEncoder().encode(answer.text).length;
        if (answer.restBytes === 0 || fromBytes >= mostShownBytes || answer.text === '') {
          setWhole({ line, text: toVisibleText(parts.join('')), isCut: answer.restBytes > 0 });
          return;
        }
      }
    };
    read().catch(() => {
      // Shows the loaded part of the line.
      if (!isOver) setWhole({ line, text: toVisibleText(line.text), isCut: line.restBytes > 0 });
    });
    return () => {
      isOver = true;
    };
  }, [reader, line]);
  const shown = whole?.line === line ? whole : null;
  return (
    <Dialog
      open={line !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('logs.line.title')}
      closeLabel={t('logs.close')}
      width={880}
      footer={
        shown === null ? undefined : (
          <CopyButton text={shown.text} label={t('logs.line.copy')} copiedLabel={t('logs.line.copied')} />
        )
      }
    >
      {shown === null ? (
        <p className={styles['text']}>{t('logs.line.reading')}</p>
      ) : (
        <>
          {shown.isCut ? (
            <p className={styles['text']}>{t('logs.line.cut', { size: format.diskSize(mostShownBytes) })}</p>
          ) : null}
          <CodeBlock label={t('logs.line.title')} wrap className={styles['whole']}>
            {shown.text}
          </CodeBlock>
        </>
      )}
    </Dialog>
  );
}

interface JumpDialogProps {
  open: boolean;
  /** The time of the first visible line; null when it has none. */
  fromMs: number | null;
  onClose: () => void;
  onJump: (atMs: number) => void;
}

/** Asks for a time to go to. */
export function JumpDialog({ open, fromMs, onClose, onJump }: JumpDialogProps) {
  const t = useT();
  const [value, setValue] = useState<string | null>(null);
  const shown = value ?? (fromMs === null ? '' : toFieldTime(fromMs));
  const close = () => {
    setValue(null);
    onClose();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const atMs = fromFieldTime(shown);
    if (atMs === null) return;
    close();
    onJump(atMs);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) close();
      }}
      title={t('logs.jump.title')}
      closeLabel={t('logs.close')}
      width={400}
      footer={
        <>
          <Button onClick={close}>{t('logs.jump.cancel')}</Button>
          <Button
            variant="primary"
            type="submit"
            form="log-jump"
            disabledReason={fromFieldTime(shown) === null ? t('logs.jump.bad') : undefined}
          >
            {t('logs.jump.go')}
          </Button>
        </>
      }
    >
      <form id="log-jump" onSubmit={onSubmit}>
        <TextField
          label={t('logs.jump.field')}
          type="datetime-local"
          step={1}
          value={shown}
          onChange={(event) => setValue(event.currentTarget.value)}
          // The dialog has one field, to type into.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
        />
      </form>
    </Dialog>
  );
}

interface SearchesDialogProps {
  open: boolean;
  searches: readonly SavedSearch[];
  onClose: () => void;
  onUse: (search: SavedSearch) => void;
  onRemove: (search: SavedSearch) => void;
}

/** The saved searches. */
export function SearchesDialog({ open, searches, onClose, onUse, onRemove }: SearchesDialogProps) {
  const t = useT();
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('logs.searches.title')}
      closeLabel={t('logs.close')}
      width={520}
    >
      {searches.length === 0 ? <p className={styles['text']}>{t('logs.searches.none')}</p> : null}
      <ul className={styles['searches']}>
        {searches.map((search) => {
          const options = (['regex', 'matchCase', 'wholeWord'] as const).filter(
            (name) => search[name === 'regex' ? 'isRegex' : name],
          );
          return (
            <li key={JSON.stringify(search)} className={styles['search']}>
              <Button
                variant="ghost"
                icon={Search}
                aria-label={t('logs.searches.use', { text: search.text })}
                className={styles['use'] ?? ''}
                onClick={() => onUse(search)}
              >
                <code>{toVisibleText(search.text)}</code>
              </Button>
              <span className={styles['options']}>
                {options.map((name) => t(`logs.searches.options.${name}`)).join(', ')}
              </span>
              <IconButton
                icon={Trash2}
                size="sm"
                label={t('logs.searches.remove', { text: search.text })}
                onClick={() => onRemove(search)}
              />
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

const keyLines = [
  { name: 'search', keys: ['/'] },
  { name: 'next', keys: ['N'] },
  { name: 'previous', keys: ['shift', 'N'] },
  { name: 'start', keys: ['G', 'Home'] },
  { name: 'end', keys: ['shift', 'G', 'End'] },
  { name: 'page', keys: ['space', 'PgDn'] },
  { name: 'pageBack', keys: ['shift', 'space', 'PgUp'] },
  { name: 'lines', keys: ['up', 'down', 'K', 'J'] },
  { name: 'times', keys: ['T'] },
  { name: 'wrap', keys: ['W'] },
  { name: 'errors', keys: ['E'] },
  { name: 'fold', keys: ['left'] },
  { name: 'unfold', keys: ['right'] },
  { name: 'all', keys: ['mod', 'A'] },
  { name: 'copy', keys: ['mod', 'C'] },
] as const;

/** All keys of the log view. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useT();
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('logs.keys.title')}
      closeLabel={t('logs.close')}
      width={520}
    >
      <KeyList lines={keyLines.map(({ name, keys }) => ({ name: t(`logs.keys.${name}`), keys }))} />
    </Dialog>
  );
}
