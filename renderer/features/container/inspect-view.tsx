import { RotateCw } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { inspectCommand } from '../../../engine/commands/containers.ts';
import type { Container } from '../../../engine/contract/containers.ts';
import { type EngineProblem, toEngineProblem } from '../../client/engine-problem.ts';
import { problemWords } from '../../errors/problem-words.ts';
import { useT } from '../../i18n/use-words.ts';
import { useReadingCommand } from '../../page/use-reading-command.ts';
import { useScript, useStores } from '../../stores/stores-context.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Spacer, Toolbar } from '../../ui/toolbar.tsx';
import { useVerbHint } from '../../verbs/use-verb-hint.ts';
import { JsonBlock } from '../../page/json-block.tsx';
import { type JsonText, layOutJson } from '../../objects/json-text.ts';
import styles from './inspect-view.module.css';

type Reading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly json: JsonText }
  | { readonly kind: 'failed'; readonly problem: EngineProblem };

/** The engine's own record of a container, as JSON. */
export function InspectView({ container }: { container: Container }) {
  const t = useT();
  const { client } = useStores();
  const [reading, setReading] = useState<Reading>({ kind: 'reading' });
  const [attempt, setAttempt] = useState(0);
  const { id, name, state } = container;
  const command = useMemo(() => inspectCommand(name), [name]);
  const script = useScript(command);
  const hint = useVerbHint(() => script);
  useReadingCommand(command);
  const again = () => setAttempt((before) => before + 1);

  // A record read in another state is out of date: it is read again, and shown until then.
  useEffect(() => {
    const life = new AbortController();
    client.containers.inspect({ id }, { signal: life.signal }).then(
      ({ json }) => setReading({ kind: 'read', json: layOutJson(json) }),
      (error: unknown) => {
        if (!life.signal.aborted) setReading({ kind: 'failed', problem: toEngineProblem(error) });
      },
    );
    return () => life.abort();
    // The state and the attempt are not used, but are what makes the record worth reading again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps
  }, [client, id, state, attempt]);

  if (reading.kind === 'failed') {
    return (
      <EmptyState
        title={t('container.inspect.failed')}
        actions={<Button onClick={again}>{t('container.inspect.again')}</Button>}
      >
        {problemWords(reading.problem, t).why}
      </EmptyState>
    );
  }
  if (reading.kind === 'reading') return null;
  return (
    <div className={styles['view']}>
      <Toolbar label={t('container.tabs.inspect')}>
        <span className={styles['hint']}>{t('container.inspect.hint')}</span>
        <Spacer />
        <IconButton {...hint} icon={RotateCw} size="sm" label={t('container.inspect.refresh')} onClick={again} />
        <CopyButton
          iconOnly
          text={reading.json.text}
          label={t('container.inspect.copy')}
          copiedLabel={t('lists.copied')}
        />
      </Toolbar>
      <JsonBlock json={reading.json} label={t('container.inspect.name', { name })} />
    </div>
  );
}
