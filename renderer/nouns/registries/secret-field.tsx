import { ArrowUpRight, CircleAlert, CircleCheck, Eye, EyeOff, Info } from 'lucide-react';
import { useId, useState, type Ref } from 'react';
import { useT } from '../../i18n/use-words.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './secret-field.module.css';

/** What the secret that was typed looks like; told without keeping it. */
export type SecretLook = { readonly tone: 'ok' | 'hint' | 'bad'; readonly words: string } | null;

interface SecretFieldProps {
  label: string;
  /** Where one is made. */
  link: { readonly words: string; readonly url: string } | null;
  look: SecretLook;
  problem: string | null;
  /** The focus begins here. */
  isFirst: boolean;
  onInput: (value: string) => void;
  ref: Ref<HTMLInputElement>;
}

/**
 * The field of a secret. Its value lives in the input alone, and is read when it is sent: what React keeps in its state lives on in
 * old renders.
 */
export function SecretField({ label, link, look, problem, isFirst, onInput, ref }: SecretFieldProps) {
  const t = useT();
  const inputId = useId();
  const noteId = useId();
  const [isRevealed, setIsRevealed] = useState(false);
  const note = problem === null ? look : { tone: 'bad' as const, words: problem };
  return (
    <div className={styles['field']}>
      <div className={styles['head']}>
        <label htmlFor={inputId}>{label}</label>
        <span className={styles['room']} />
        {link === null ? null : (
          <a className={styles['link']} href={link.url} target="_blank" rel="noopener noreferrer">
            {link.words}
            <ArrowUpRight size={11} strokeWidth={1.75} aria-hidden="true" />
          </a>
        )}
      </div>
      <div className={styles['box']} data-problem={problem === null ? undefined : true}>
        <input
          ref={ref}
          id={inputId}
          className={styles['input']}
          type={isRevealed ? 'text' : 'password'}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          maxLength={65_536}
          data-autofocus={isFirst ? '' : undefined}
          aria-invalid={problem === null ? undefined : true}
          aria-describedby={note === null ? undefined : noteId}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        <IconButton
          icon={isRevealed ? EyeOff : Eye}
          size="sm"
          label={t(isRevealed ? 'registries.signIn.hide' : 'registries.signIn.reveal')}
          pressed={isRevealed}
          onClick={() => setIsRevealed(!isRevealed)}
        />
      </div>
      {note === null ? null : (
        <div className={styles['note']} data-tone={note.tone}>
          <NoteIcon tone={note.tone} />
          <span id={noteId} role={problem === null ? undefined : 'alert'}>
            {note.words}
          </span>
        </div>
      )}
    </div>
  );
}

function NoteIcon({ tone }: { tone: 'ok' | 'hint' | 'bad' }) {
  const Icon = tone === 'ok' ? CircleCheck : tone === 'bad' ? CircleAlert : Info;
  return <Icon size={13} strokeWidth={1.75} aria-hidden="true" />;
}
