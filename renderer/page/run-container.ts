import { useCallback } from 'react';
import type { Container, RunRequest } from '../../engine/contract/containers.ts';
import type { Translate } from '../i18n/translate.ts';
import { useT } from '../i18n/use-words.ts';
import { publishedPorts } from '../objects/published-ports.ts';
import { statusOf } from '../objects/container-status.ts';
import type { Stores } from '../stores/stores.ts';
import { useStores } from '../stores/stores-context.tsx';
import { openContainer, runContainer, showLogs } from '../verbs/container-verbs.ts';
import type { RunOptions, VerbOutcome, VerbRunner } from '../verbs/run-verb.ts';
import { useVerbs } from '../verbs/verbs-context.tsx';

/** The list hears of a new container in tens of milliseconds; a program that ends at once has done so by then. */
const longestWaitMs = 2000;
/** A program that fails at its start mostly does so within this time. */
const settleMs = 400;

type Run = (request: RunRequest, options?: RunOptions) => Promise<VerbOutcome<{ id: string }>>;

/** Runs a container, and tells what became of it: that it runs, with the way to its port, or that it ended at once. */
export function useRunContainer(): Run {
  const t = useT();
  const stores = useStores();
  const { run } = useVerbs();
  return useCallback(
    async (request, options) => {
      const outcome = await run(runContainer, [request], options);
      const id = outcome.kind === 'done' ? outcome.results[0]?.id : undefined;
      if (id !== undefined) void tellOutcome({ id, stores, t, run });
      return outcome;
    },
    [run, stores, t],
  );
}

interface Telling extends VerbRunner {
  readonly id: string;
  readonly stores: Stores;
  readonly t: Translate;
}

async function tellOutcome({ id, stores, t, run }: Telling): Promise<void> {
  const container = await firstLook(stores, id);
  if (container === null) return;
  const { name, exitCode } = container;
  const logs = { label: t('run.openLogs'), onAction: () => void run(showLogs, [container]) };
  if (container.state !== 'running') {
    stores.toasts.show({
      tone: statusOf(container).tone === 'bad' ? 'bad' : 'ok',
      title: t('run.ended', { name }),
      ...(exitCode === null ? {} : { text: t('run.endedCode', { code: exitCode }) }),
      action: logs,
    });
    return;
  }
  const port = publishedPorts(container.ports)[0];
  const open = port && {
    label: t('run.openPort', { address: `${port.host}:${port.hostPort}` }),
    onAction: () => void run(openContainer, [container]),
  };
  stores.toasts.show({ tone: 'ok', title: t('run.running', { name }), action: open ?? logs });
}

/** The container as the list shows it a moment after its start; null when the list does not hear of it. */
function firstLook(stores: Pick<Stores, 'nouns'>, id: string): Promise<Container | null> {
  const look = () => stores.nouns.of('containers').getState().rows.get(id);
  return new Promise((resolve) => {
    let settling: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      clearTimeout(giveUp);
      leave();
      resolve(look() ?? null);
    };
    const giveUp = setTimeout(end, longestWaitMs);
    const check = () => {
      const container = look();
      if (container === undefined || container.state === 'created') return;
      settling ??= setTimeout(end, settleMs);
    };
    const leave = stores.nouns.of('containers').subscribe(check);
    check();
  });
}
