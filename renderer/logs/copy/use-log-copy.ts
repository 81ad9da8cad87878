import { useCallback } from 'react';
import { stripEscapes } from '../../../engine/contract/escape-sequences.ts';
import type { LogLine } from '../../../engine/contract/logs.ts';
import { useFormat, useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { copyAll, copyHere, mostCopiedLines, plainTextOf } from './copy-rows.ts';
import { parseJsonLine } from '../rows/json-line.ts';
import type { LogReader } from '../reading/log-reader.ts';
import type { TextRange } from './text-range.ts';

/**
 * Copies selected rows as plain text, including those that are not drawn. Reports when it copies
 * only some of them.
 */
export function useLogCopy(reader: LogReader, foldsJson: boolean, openJson: ReadonlySet<number>) {
  const t = useT();
  const format = useFormat();
  const { toasts } = useStores();
  return useCallback(
    (range: TextRange, event: ClipboardEvent) => {
      const isDrawnOtherwise = ({ line, text, restBytes }: LogLine) =>
        (foldsJson || openJson.has(line)) && restBytes === 0 && parseJsonLine(stripEscapes(text)) !== null;
      const textOf = plainTextOf(isDrawnOtherwise);
      event.preventDefault();
      const here = copyHere(reader, range, textOf);
      if (here !== null) {
        event.clipboardData?.setData('text/plain', here.text);
        return;
      }
      const copy = async () => {
        const { text, lines, isCut } = await copyAll(reader, range, textOf);
        await navigator.clipboard.writeText(text);
        toasts.show(
          isCut
            ? {
                tone: 'ok',
                title: t('logs.copy.tooMany', { n: format.count(mostCopiedLines) }),
                text: t('logs.copy.tooManyText'),
              }
            : { tone: 'ok', title: t('logs.copy.done', { count: lines }) },
        );
      };
      copy().catch((error: unknown) => {
        toasts.show({ tone: 'bad', title: t('logs.copy.failed'), details: String(error) });
      });
    },
    [reader, foldsJson, openJson, t, format, toasts],
  );
}
