import { memo, type CSSProperties } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { parseAnsi } from './ansi.ts';
import { type DrawnRun, toDrawnRuns } from './drawn-runs.ts';
import { drawStyle } from './readable-ink.ts';
import styles from './log-text.module.css';

/** The most characters of a line that are drawn in its row: a line may have megabytes. */
export const drawnCharacters = 2000;

export type Matches = readonly (readonly [start: number, end: number])[];

const noMatches: Matches = [];

interface LogTextProps {
  text: string;
  matches?: Matches | undefined;
  /** Its matches are the current ones of the search. */
  isCurrent?: boolean | undefined;
}

/**
 * The text of a log line with colours, links and matches. Removes other escapes, shows control
 * characters as signs, and never interprets the text as markup.
 */
export const LogText = memo(function LogText({ text, matches = noMatches, isCurrent = false }: LogTextProps) {
  const runs = toDrawnRuns(parseAnsi(text), matches, drawnCharacters);
  const [only] = runs;
  if (runs.length === 1 && only !== undefined && isPlain(only)) return only.text;
  return runs.map((run) => <RunText key={run.at} run={run} isCurrent={isCurrent} />);
});

function isPlain({ isControl, style, link, match }: DrawnRun): boolean {
  return !isControl && style === null && link === null && match === null;
}

function RunText({ run, isCurrent }: { run: DrawnRun; isCurrent: boolean }) {
  const { at, text, isControl, style, link, match } = run;
  if (isPlain(run)) return text;
  const drawn = style === null ? null : drawStyle(style);
  const className = classNames(
    isControl && styles['control'],
    drawn !== null && drawn.classes.map((name) => styles[name]).join(' '),
    match !== null && styles['match'],
  );
  const props = { className, 'data-at': at, style: (drawn?.variables ?? {}) as CSSProperties };
  if (link !== null) {
    return (
      <a
        {...props}
        className={classNames(className, styles['link'])}
        href={link}
        target="_blank"
        rel="noopener noreferrer"
        title={link}
        draggable={false}
      >
        {text}
      </a>
    );
  }
  if (match !== null) {
    return (
      <mark {...props} data-current={isCurrent || undefined}>
        {text}
      </mark>
    );
  }
  return (
    // A sign represents one character of the line; selecting the sign selects that character.
    <span {...props} data-sign={isControl || undefined}>
      {text}
    </span>
  );
}
