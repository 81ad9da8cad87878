import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, useMemo, type ReactNode } from 'react';
import { stripEscapes } from '../../../engine/contract/escape-sequences.ts';
import { useT } from '../../i18n/use-words.ts';
import { layOutJson } from '../../objects/json-text.ts';
import type { JsonLine } from './json-line.ts';
import type { Matches } from './log-text.tsx';
import { toVisibleText } from './visible-text.ts';
import styles from './log-json.module.css';

interface FoldButtonProps {
  label: string;
  isOpen: boolean;
  onToggle: () => void;
}

/**
 * The button that folds and unfolds. It is not a Tab stop, because the keys ← and → do the same.
 */
export function FoldButton({ label, isOpen, onToggle }: FoldButtonProps) {
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className={styles['fold']}
      aria-label={label}
      aria-expanded={isOpen}
      tabIndex={-1}
      onClick={onToggle}
    >
      <Icon size={12} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}

interface LogJsonProps {
  text: string;
  json: JsonLine;
  matches: Matches;
  isCurrent: boolean;
  isOpen: boolean;
  onToggle: () => void;
}

/** A JSON line, as a summary or laid out. Copying uses the text as it was printed. */
export const LogJson = memo(function LogJson({ text, json, matches, isCurrent, isOpen, onToggle }: LogJsonProps) {
  const t = useT();
  const needles = useMemo(() => {
    const plain = stripEscapes(text);
    return [...new Set(matches.map(([start, end]) => plain.slice(start, end)))].filter((needle) => needle !== '');
  }, [text, matches]);
  if (isOpen) {
    return (
      <span className={styles['open']}>
        <FoldButton label={t('logs.line.foldJson')} isOpen onToggle={onToggle} />
        <LaidOut text={text} needles={needles} isCurrent={isCurrent} />
      </span>
    );
  }
  const shown = [json.message, ...json.chips.flatMap(({ key, value }) => [key, value])];
  // A match in a folded value is marked on the count of keys.
  const isElsewhere = needles.length > 0 && !needles.some((needle) => shown.some((one) => one.includes(needle)));
  return (
    <>
      <FoldButton label={t('logs.line.unfoldJson')} isOpen={false} onToggle={onToggle} />
      {json.message === '' ? null : <Marked text={json.message} needles={needles} isCurrent={isCurrent} />}
      {json.chips.map(({ key, value }) => (
        <span key={key}>
          {' '}
          <span className={styles['key']}>
            <Marked text={key} needles={needles} isCurrent={isCurrent} />=
          </span>
          <Marked text={value} needles={needles} isCurrent={isCurrent} />
        </span>
      ))}{' '}
      <span
        className={styles['count']}
        data-match={isElsewhere || undefined}
        data-current={(isElsewhere && isCurrent) || undefined}
      >
        {t('logs.line.keys', { count: json.keyCount })}
      </span>
    </>
  );
});

interface LaidOutProps {
  text: string;
  needles: readonly string[];
  isCurrent: boolean;
}

function LaidOut({ text, needles, isCurrent }: LaidOutProps) {
  const parts: ReactNode[] = [];
  const { text: laidOut, tokens } = useMemo(() => layOutJson(stripEscapes(text).trim()), [text]);
  let at = 0;
  for (const { start, end, ink } of tokens) {
    if (start > at) parts.push(laidOut.slice(at, start));
    parts.push(
      <span key={start} className={styles[ink]}>
        <Marked text={laidOut.slice(start, end)} needles={needles} isCurrent={isCurrent} />
      </span>,
    );
    at = end;
  }
  parts.push(laidOut.slice(at));
  return <span className={styles['block']}>{parts}</span>;
}

function Marked({ text, needles, isCurrent }: LaidOutProps) {
  const visible = toVisibleText(text.replaceAll('\n', '⏎'));
  const needle = needles.find((one) => visible.includes(one));
  if (needle === undefined) return visible;
  const between = visible.split(needle);
  return between.map((characters, index) => (
    // The texts between the matches have no identity other than their index.
    // oxlint-disable-next-line react/no-array-index-key
    <span key={index}>
      {characters}
      {index === between.length - 1 ? null : (
        <mark className={styles['match']} data-current={isCurrent || undefined}>
          {needle}
        </mark>
      )}
    </span>
  ));
}
