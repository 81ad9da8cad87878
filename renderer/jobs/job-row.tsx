import {
  ChevronDown,
  Download,
  FolderDown,
  FolderUp,
  type LucideIcon,
  PackageOpen,
  RotateCw,
  Upload,
  X,
} from 'lucide-react';
import { memo, useState } from 'react';
import type { Transfer, TransferKind } from '../../engine/contract/transfers.ts';
import { problemDetails, problemWords } from '../errors/problem-words.ts';
import { useFormat, useT } from '../i18n/use-words.ts';
import { useStores } from '../stores/stores-context.tsx';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Details } from '../ui/details.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { ImageRef } from '../ui/image-ref.tsx';
import { Progress } from '../ui/progress.tsx';
import { StatusGlyph } from '../ui/status-glyph.tsx';
import { Tag } from '../ui/tag.tsx';
import { transferProblem } from '../verbs/await-job.ts';
import { cancelTransfer, dismissTransfers, retryTransfer } from '../verbs/transfer-verbs.ts';
import { useVerb } from '../verbs/use-verb.ts';
import { useVerbs } from '../verbs/verbs-context.tsx';
import { fixesOf } from './transfer-fixes.ts';
import { TransferLayers } from './transfer-layers.tsx';
import styles from './job-row.module.css';
import { isOfFile, isUnderWay, numberWords, stateWords } from './transfer-words.ts';

const icons: Readonly<Record<TransferKind, LucideIcon>> = {
  pull: Download,
  push: Upload,
  load: FolderUp,
  save: FolderDown,
  import: PackageOpen,
};

interface TransferRowProps {
  transfer: Transfer;
  /** The name of its engine where another one is shown; else empty. */
  otherEngine: string;
}

/** One transfer: what it is, how far it has come, what can be done about it. Its layers are drawn when they are asked for. */
export const TransferRow = memo(function TransferRow({ transfer, otherEngine }: TransferRowProps) {
  const t = useT();
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const { kind, name, platform, layers, doneBytes, totalBytes, state } = transfer;
  const Icon = icons[kind];
  const isActive = isUnderWay(transfer);
  const words = stateWords(transfer, t);
  const numbers = numberWords(transfer, t, format);
  return (
    <li className={styles['row']} data-state={state} aria-label={t(`transfers.of.${kind}`, { name })}>
      <div className={styles['line']}>
        {state === 'failed' ? (
          <StatusGlyph status="failed" />
        ) : (
          <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
        )}
        <span className={styles['name']} title={name}>
          {isOfFile(transfer) ? <bdi>{name}</bdi> : <ImageRef reference={name} />}
        </span>
        {platform === '' ? null : <Tag mono>{platform}</Tag>}
        {otherEngine === '' ? null : <Tag>{otherEngine}</Tag>}
        <span className={styles['room']} />
        {layers.length === 0 ? null : (
          <IconButton
            className={styles['unfold']}
            icon={ChevronDown}
            size="sm"
            label={t(isOpen ? 'transfers.layers.hide' : 'transfers.layers.show', { name })}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          />
        )}
        <RowButtons transfer={transfer} />
      </div>
      {isActive ? (
        <Progress
          label={t(`transfers.progress.${kind}`, { name })}
          value={totalBytes === null || totalBytes === 0 ? null : doneBytes}
          max={totalBytes ?? 0}
          text={[words, ...numbers].join(', ')}
        />
      ) : null}
      {state === 'failed' ? (
        <Failure transfer={transfer} />
      ) : (
        <div className={styles['facts']}>
          <span className={styles['words']} title={words}>
            {words}
          </span>
          <span className={styles['numbers']}>{numbers.join(' · ')}</span>
        </div>
      )}
      {isOpen ? <TransferLayers layers={layers} kind={kind} label={t('transfers.layers.title', { name })} /> : null}
    </li>
  );
});

function RowButtons({ transfer }: { transfer: Transfer }) {
  const t = useT();
  const { name } = transfer;
  const targets = [transfer];
  const cancel = useVerb(cancelTransfer, targets);
  const retry = useVerb(retryTransfer, targets);
  const dismiss = useVerb(dismissTransfers, targets);
  if (isUnderWay(transfer)) {
    return <IconButton {...cancel.button} icon={X} size="sm" label={t('transfers.cancel', { name })} />;
  }
  return (
    <>
      {transfer.state === 'done' || retryTransfer.applies(targets) !== true ? null : (
        <IconButton {...retry.button} icon={RotateCw} size="sm" label={t('transfers.retry', { name })} />
      )}
      <IconButton {...dismiss.button} icon={X} size="sm" label={t('transfers.dismiss', { name })} />
    </>
  );
}

function Failure({ transfer }: { transfer: Transfer }) {
  const t = useT();
  const stores = useStores();
  const { run } = useVerbs();
  const problem = transferProblem(transfer);
  if (problem === null) return null;
  const details = problemDetails(problem, t);
  // Trying again has its button at the end of the line.
  const fixes = fixesOf(transfer, { stores, run, t }).filter(({ offer }) => offer !== 'retry');
  return (
    <div className={styles['failure']} role="status">
      <p>{problemWords(problem, t).why}</p>
      {fixes.length === 0 ? null : (
        <div className={styles['fixes']}>
          {fixes.map(({ offer, label, act }) => (
            <Button key={offer} size="sm" onClick={act}>
              {label}
            </Button>
          ))}
        </div>
      )}
      {details.length === 0 ? null : (
        <Details summary={t('transfers.details')}>
          <CodeBlock label={t('transfers.details')} wrap>
            {details.join('\n')}
          </CodeBlock>
        </Details>
      )}
    </div>
  );
}
