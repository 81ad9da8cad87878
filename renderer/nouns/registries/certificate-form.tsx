import { FileKey } from 'lucide-react';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { CertificateFacts as Facts } from '../../../engine/contract/registries.ts';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { CertificateFacts } from './certificate-facts.tsx';
import styles from './certificate-form.module.css';

/** A registry's own chain of certificates is a few kilobytes; the contract takes so many. */
const mostBytes = 262_144;

interface CertificateFormProps {
  address: string;
  submitLabel: string;
  isBusy: boolean;
  onTrust: (certificate: string) => void;
  /** Beside the button that trusts it. */
  actions?: ReactNode;
}

/** Takes a certificate as a file or as text, and shows what it says of itself before it is trusted. */
export function CertificateForm({ address, submitLabel, isBusy, onTrust, actions }: CertificateFormProps) {
  const t = useT();
  const { client } = useStores();
  const textId = useId();
  const noteId = useId();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [read, setRead] = useState<readonly Facts[] | 'none' | null>(null);
  const [isTooLarge, setIsTooLarge] = useState(false);
  useEffect(() => {
    if (text.trim() === '') return undefined;
    const abort = new AbortController();
    client.registries.certificate({ address, certificate: text }, { signal: abort.signal }).then(setRead, () => {
      if (!abort.signal.aborted) setRead('none');
    });
    return () => abort.abort();
  }, [client, address, text]);
  const isShown = read !== null && read !== 'none' && text.trim() !== '';
  const actionsLine = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What it says may push the button that trusts it out of sight.
    if (isShown) actionsLine.current?.scrollIntoView({ block: 'nearest' });
  }, [isShown]);
  const change = (next: string) => {
    setText(next);
    setRead(null);
    setIsTooLarge(next.length > mostBytes);
  };
  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    if (chosen.size > mostBytes) setIsTooLarge(true);
    else change(await chosen.text());
  };
  const problem = isTooLarge
    ? t('registries.trust.tooLarge')
    : read === 'none' && text.trim() !== ''
      ? t('registries.trust.notPem')
      : null;
  return (
    <div className={styles['form']}>
      <label className={styles['label']} htmlFor={textId}>
        {t('registries.trust.paste')}
      </label>
      <textarea
        id={textId}
        className={styles['text']}
        dir="ltr"
        rows={4}
        spellCheck={false}
        placeholder={t('registries.trust.placeholder')}
        value={text}
        aria-invalid={problem === null ? undefined : true}
        aria-describedby={problem === null ? undefined : noteId}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {problem === null ? null : (
        <p id={noteId} className={styles['bad']} role="alert">
          {problem}
        </p>
      )}
      <input
        ref={file}
        type="file"
        hidden
        accept=".crt,.pem,.cer,application/x-pem-file,application/x-x509-ca-cert"
        onChange={(event) => {
          void choose(event.currentTarget.files?.[0]);
          event.currentTarget.value = '';
        }}
      />
      {isShown ? (
        <>
          <CertificateFacts certificates={read} />
          <p className={styles['hint']}>{t('registries.trust.compare')}</p>
        </>
      ) : null}
      <div ref={actionsLine} className={styles['actions']}>
        <Button icon={FileKey} onClick={() => file.current?.click()}>
          {t('registries.trust.file')}
        </Button>
        <span className={styles['room']} />
        {actions}
        <Button
          variant={isShown ? 'primary' : 'default'}
          busy={isBusy}
          disabledReason={isShown ? undefined : t('registries.trust.notPem')}
          onClick={() => onTrust(text)}
        >
          {submitLabel}
        </Button>
      </div>
    </div>
  );
}
