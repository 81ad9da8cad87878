import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { importCommand, loadCommand } from '../../../engine/commands/transfers.ts';
import { parseImageReference } from '../../../engine/contract/image-reference.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { importFile, loadFile } from '../../verbs/transfer-verbs.ts';
import { CommandPreview, FormProblem } from './form-parts.tsx';
import styles from './form-parts.module.css';
import { faultWords } from './reference-words.ts';
import { useBegin } from './use-begin.ts';
import { useFileDrop } from './use-file-drop.ts';

const enterKeys = ['enter'];
const archiveTypes = '.tar,.tgz,.tar.gz,.tar.bz2,.tar.xz,.tar.zst,application/x-tar';

export interface LoadDialogProps {
  way: 'load' | 'import';
  /** One that was dropped onto the page. */
  file: File | null;
  onClose: () => void;
}

/** Asks for the file that images are loaded from, or that becomes one. */
export function LoadDialog({ way: firstWay, file: firstFile, onClose }: LoadDialogProps) {
  const t = useT();
  const format = useFormat();
  const { command } = useStores();
  const formId = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [way, setWay] = useState(firstWay);
  const [file, setFile] = useState(firstFile);
  const [name, setName] = useState('');
  const [isSent, setIsSent] = useState(false);
  const { begin, isBusy, problem, setProblem } = useBegin(onClose);
  const choose = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    setFile(chosen);
    setProblem(null);
    setIsSent(false);
  };
  const isOver = useFileDrop(choose);
  const reference = name.trim();
  const parsed = useMemo(() => parseImageReference(reference), [reference]);
  const line = useMemo(() => {
    const path = file?.name ?? 'FILE';
    return way === 'load' ? loadCommand(path) : importCommand(path, reference === '' ? 'NAME' : reference);
  }, [way, file, reference]);
  const script = useScript(line);
  useEffect(() => command.showHint(script), [command, script]);
  const nameProblem =
    parsed !== null && parsed.digest !== ''
      ? t('images.tag.noDigest')
      : isSent && reference === ''
        ? t('images.faults.empty')
        : faultWords(name, t);
  const send = () => {
    setIsSent(true);
    if (file === null || isBusy) return;
    const id = `${way} ${file.name}`;
    if (way === 'load') void begin(loadFile, { id, file });
    else if (parsed !== null && parsed.digest === '') void begin(importFile, { id, file, reference });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('images.load.title')}
      closeLabel={t('images.forms.close')}
      dismissible={file === null}
      footer={
        <>
          <Button onClick={onClose}>{t('images.forms.cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" keys={enterKeys} busy={isBusy}>
            {t(way === 'load' ? 'images.load.submitLoad' : 'images.load.submitImport')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        aria-label={t('images.load.form')}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className={styles['file']} data-over={isOver || undefined}>
          <input
            ref={chooser}
            type="file"
            className={styles['fileInput']}
            aria-label={t('images.load.file')}
            accept={archiveTypes}
            tabIndex={-1}
            onChange={(event) => choose(event.currentTarget.files?.[0])}
          />
          <Button data-autofocus="" onClick={() => chooser.current?.click()}>
            {t('images.load.choose')}
          </Button>
          {file === null ? (
            <span className={styles['hint']}>{t('images.load.drop')}</span>
          ) : (
            <>
              <bdi className={styles['fileName']} title={file.name}>
                {file.name}
              </bdi>
              <span className={styles['room']} />
              <span className={styles['bytes']}>{format.diskSize(file.size)}</span>
            </>
          )}
        </div>
        {isSent && file === null ? (
          <p className={styles['problem']} role="alert">
            {t('images.load.needsFile')}
          </p>
        ) : null}
        <Segmented
          label={t('images.load.way')}
          value={way}
          onChange={(chosen) => {
            setWay(chosen);
            setIsSent(false);
          }}
          options={[
            { value: 'load', label: t('images.load.load') },
            { value: 'import', label: t('images.load.import') },
          ]}
        />
        <p className={styles['hint']}>{t(way === 'load' ? 'images.load.loadHint' : 'images.load.importHint')}</p>
        {way === 'import' ? (
          <TextField
            label={t('images.load.name')}
            placeholder={t('images.tag.placeholder')}
            mono
            value={name}
            maxLength={512}
            problem={nameProblem}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setIsSent(false);
            }}
          />
        ) : null}
        <FormProblem title={t('images.load.refused')} problem={problem} />
        <CommandPreview script={script} />
        <p className={styles['hint']}>{t('images.load.stays')}</p>
      </form>
    </Dialog>
  );
}
