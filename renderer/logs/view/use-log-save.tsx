import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { toEngineProblem } from '../../client/engine-problem.ts';
import { problemDetails, problemWords } from '../../errors/problem-words.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import type { LogReader } from '../reading/log-reader.ts';
import styles from './log-status.module.css';

interface LogSave {
  readonly save: (options: { isAll: boolean; gzip: boolean }) => void;
  /** The progress for the status line; null when nothing is being saved. */
  readonly shown: ReactNode;
}

/** Saves a log to a file; saving can be cancelled. */
export function useLogSave(reader: LogReader, hasTimes: boolean): LogSave {
  const t = useT();
  const format = useFormat();
  const { toasts } = useStores();
  const [life, setLife] = useState<AbortController | null>(null);
  const latest = useRef<AbortController | null>(null);
  useEffect(() => () => latest.current?.abort(), []);
  const save = useCallback(
    (options: { isAll: boolean; gzip: boolean }) => {
      latest.current?.abort();
      const own = new AbortController();
      latest.current = own;
      setLife(own);
      const run = async () => {
        const saved = await reader.ask.save({ ...options, hasTimes }, own.signal);
        if (saved === null) return;
        toasts.show({
          tone: 'ok',
          title: t('logs.download.done', { count: saved.lines }),
          text: t('logs.download.doneText', { path: saved.path, size: format.diskSize(saved.sizeBytes) }),
        });
      };
      run()
        .catch((error: unknown) => {
          if (own.signal.aborted) return;
          const problem = toEngineProblem(error);
          const details = problemDetails(problem, t).join('\n');
          toasts.show({
            tone: 'bad',
            title: t('logs.download.failed'),
            text: problemWords(problem, t).why,
            ...(details === '' ? {} : { details }),
          });
        })
        .finally(() => setLife((now) => (now === own ? null : now)));
    },
    [reader, hasTimes, toasts, t, format],
  );
  return {
    save,
    shown:
      life === null ? null : (
        <span className={styles['news']}>
          {t('logs.download.saving')}{' '}
          <Button variant="link" size="sm" onClick={() => life.abort()}>
            {t('logs.download.cancel')}
          </Button>
        </span>
      ),
  };
}
