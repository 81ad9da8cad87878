import {
  CaseSensitive,
  ChevronDown,
  ChevronUp,
  CircleAlert,
  Regex,
  Search as SearchIcon,
  WholeWord,
  X,
} from 'lucide-react';
import { memo, useId, type KeyboardEvent, type Ref } from 'react';
import type { SelectionState } from '../../../engine/contract/logs.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import type { Translate } from '../../i18n/translate.ts';
import { type Format, useFormat, useT } from '../../i18n/use-words.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { LogSearch } from './use-log-search.ts';
import styles from './search-box.module.css';

const nextKeys = ['enter'];
const previousKeys = ['shift', 'enter'];

interface SearchBoxProps extends Pick<LogSearch, 'search' | 'setSearch' | 'index' | 'go'> {
  marks: SelectionState | null;
  problem: EngineProblem | null;
  /** Called to move the focus back to the lines. */
  onLeave: () => void;
  ref: Ref<HTMLInputElement>;
}

/** The search field with its options and the number of matches. */
export const SearchBox = memo(function SearchBox(props: SearchBoxProps) {
  const { search, setSearch, index, go, marks, problem, onLeave, ref } = props;
  const t = useT();
  const format = useFormat();
  const noteId = useId();
  const note = noteOf(problem, marks, t);
  const { text, isRegex, matchCase, wholeWord } = search;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') go(event.shiftKey ? 'previous' : 'next');
    else if (event.key === 'Escape') {
      // Escape first clears the text.
      if (text === '') onLeave();
      else setSearch({ ...search, text: '' });
    } else if (event.key === 'ArrowDown') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const toggle = (change: Partial<typeof search>) => setSearch({ ...search, ...change });
  return (
    <div className={styles['place']} role="search" aria-label={t('logs.search.label')}>
      <div className={styles['box']} data-problem={(note !== null && problem !== null) || undefined}>
        <SearchIcon size={14} strokeWidth={1.75} aria-hidden="true" />
        <input
          ref={ref}
          type="search"
          className={styles['input']}
          aria-label={t('logs.search.label')}
          aria-keyshortcuts="/"
          aria-invalid={problem === null ? undefined : true}
          aria-describedby={note === null ? undefined : noteId}
          placeholder={t('logs.search.hint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={4096}
          value={text}
          onChange={(event) => toggle({ text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
        {text === '' ? null : (
          <>
            <span className={styles['count']} role="status">
              {problem === null ? countWords(marks, index, t, format) : null}
            </span>
            <IconButton
              className={styles['small']}
              icon={X}
              size="sm"
              label={t('logs.search.clear')}
              onClick={() => toggle({ text: '' })}
            />
          </>
        )}
        <IconButton
          className={styles['small']}
          icon={CaseSensitive}
          size="sm"
          label={t('logs.search.matchCase')}
          pressed={matchCase}
          onClick={() => toggle({ matchCase: !matchCase })}
        />
        <IconButton
          className={styles['small']}
          icon={WholeWord}
          size="sm"
          label={t('logs.search.wholeWord')}
          pressed={wholeWord}
          onClick={() => toggle({ wholeWord: !wholeWord })}
        />
        <IconButton
          className={styles['small']}
          icon={Regex}
          size="sm"
          label={t('logs.search.regex')}
          pressed={isRegex}
          onClick={() => toggle({ isRegex: !isRegex })}
        />
      </div>
      {note === null ? null : (
        <div id={noteId} className={styles['note']} role="status">
          <CircleAlert size={13} strokeWidth={1.75} aria-hidden="true" />
          <span>
            {note}
            {problem === null || problem.detail === '' ? null : (
              <bdi className={styles['detail']}>{problem.detail}</bdi>
            )}
          </span>
        </div>
      )}
      <IconButton
        icon={ChevronUp}
        size="sm"
        label={t('logs.search.previous')}
        keys={previousKeys}
        onClick={() => go('previous')}
      />
      <IconButton
        icon={ChevronDown}
        size="sm"
        label={t('logs.search.next')}
        keys={nextKeys}
        onClick={() => go('next')}
      />
    </div>
  );
});

function noteOf(problem: EngineProblem | null, marks: SelectionState | null, t: Translate): string | null {
  if (problem !== null) return t(problem.reason === 'pattern' ? 'logs.search.badPattern' : 'logs.search.failed');
  return marks?.problem === 'too-slow' ? t('logs.search.tooSlow') : null;
}

/** '212 of 348', '348 lines', 'at least 348'. */
function countWords(marks: SelectionState | null, index: number | null, t: Translate, format: Format): string {
  if (marks === null) return t('logs.search.looking');
  const count = marks.endRow - marks.firstRow;
  if (count === 0) return t(marks.isDone || marks.problem !== null ? 'logs.search.none' : 'logs.search.looking');
  const total = marks.isDone ? format.count(count) : t('logs.search.atLeast', { n: format.count(count) });
  if (index !== null) return t('logs.search.position', { index: format.count(index), total });
  return marks.isDone ? t('logs.search.matches', { count }) : total;
}
