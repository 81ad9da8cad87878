import { memo, type CSSProperties } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { parseAnsi } from './ansi.ts';
import { type Segment, toSegments } from './line-segments.ts';
import { drawStyle } from './readable-ink.ts';
import styles from './log-text.module.css';

/** More than this of one line is drawn only when asked for: a line may hold megabytes. */
export const drawnCharacters = 2000;

export type Matches = readonly (readonly [start: number, end: number])[];

const noMatches: Matches = [];

interface LogTextProps {
  text: string;
  matches?: Matches | undefined;
  /** Its matches are those that the search is at. */
  isCurrent?: boolean | undefined;
}

/** A log line's text: colours, links and matches; other escapes gone, control characters shown, nothing taken for markup. */
export const LogText = memo(function LogText({ text, matches = noMatches, isCurrent = false }: LogTextProps) {
  const segments = toSegments(parseAnsi(text), matches, drawnCharacters);
  const [only] = segments;
  if (segments.length === 1 && only !== undefined && isPlain(only)) return only.text;
  return segments.map((segment) => <SegmentText key={segment.at} segment={segment} isCurrent={isCurrent} />);
});

function isPlain({ isControl, style, link, match }: Segment): boolean {
  return !isControl && style === null && link === null && match === null;
}

function SegmentText({ segment, isCurrent }: { segment: Segment; isCurrent: boolean }) {
  const { at, text, isControl, style, link, match } = segment;
  if (isPlain(segment)) return text;
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
    // A sign stands for one character of the line: who selects it, selects that.
    <span {...props} data-sign={isControl || undefined}>
      {text}
    </span>
  );
}
