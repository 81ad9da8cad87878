import type { Container } from '../contract/containers.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { readLogFacts } from '../docker/logs.ts';
import { eventsToShow } from '../logs/event-feed.ts';
import { type ContainerRun, neverRan } from '../logs/log-feed.ts';
import type { SourceRequest } from '../logs/log-worker.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { toDownloadsDir } from '../platform/paths.ts';
import type { Peer } from './peer.ts';
import { callSignal, type Engine, implementation, readDeadline } from './services.ts';

/** What a page has open: closed with its connection. */
class PageLog implements Disposable {
  readonly #life = new AbortController();
  readonly #close: () => void;

  constructor(close: () => void) {
    this.#close = close;
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  [Symbol.dispose](): void {
    this.#life.abort();
    this.#close();
  }
}

/** Throws `not-found` unless this page has it open. */
function check(peer: Peer, log: string): void {
  if (!(peer.get(log) instanceof PageLog)) throw new EngineError('not-found', 'This log is not open any more.');
}

export function createLogsService(engine: Engine) {
  const { logs } = implementation;
  const { logThread } = engine;
  return {
    open: logs.open.handler(async ({ input, context, signal }) => {
      const docker = engine.link.connected();
      const deadline = readDeadline(signal);
      const sources = await Promise.all(
        input.containers.map(async (container) => toSource(engine, docker, container, deadline)),
      );
      const hold = logThread.hold();
      try {
        const log = await logThread.client.call('open', { sources }, callSignal(signal));
        const page = new PageLog(() => {
          hold[Symbol.dispose]();
          // A thread that has ended has nothing open.
          logThread.client.call('close', { log }, AbortSignal.timeout(5_000)).catch(() => undefined);
        });
        context.peer.own(log, page);
        void tellRunning(engine, input.containers, page.signal);
        return { log };
      } catch (error) {
        hold[Symbol.dispose]();
        throw error;
      }
    }),
    changes: logs.changes.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      return logThread.client.call('changes', input, callSignal(signal));
    }),
    read: logs.read.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      return logThread.client.call('read', input, callSignal(signal));
    }),
    text: logs.text.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      return logThread.client.call('text', input, callSignal(signal));
    }),
    select: logs.select.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      return logThread.client.call('select', input, callSignal(signal));
    }),
    selectionChanges: logs.selectionChanges.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      return logThread.client.call('selectionChanges', input, callSignal(signal));
    }),
    unselect: logs.unselect.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      await logThread.client.call('unselect', input, callSignal(signal));
    }),
    find: logs.find.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      return logThread.client.call('find', input, callSignal(signal));
    }),
    locate: logs.locate.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      return logThread.client.call('locate', input, callSignal(signal));
    }),
    density: logs.density.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      return logThread.client.call('density', input, callSignal(signal));
    }),
    save: logs.save.handler(async ({ input, context, signal }) => {
      check(context.peer, input.log);
      const folder = await toDownloadsDir(engine.env);
      return logThread.client.call('save', { ...input, folder }, callSignal(signal));
    }),
    close: logs.close.handler(({ input, context }) => context.peer.close(input.log)),
  };
}

/** What is read for one container: its own log, and what its history has. Throws `not-found`. */
async function toSource(
  { mirror, logHistory }: Engine,
  docker: DockerConnection,
  container: string,
  signal: AbortSignal,
): Promise<SourceRequest> {
  const { socketPath } = docker;
  const facts = await readLogFacts(docker, container, signal);
  const row = mirror.containers.rows.get(container)?.row;
  const past = await logHistory.past(container, {
    name: facts.name,
    project: row?.project ?? null,
    service: row?.service ?? null,
  });
  return {
    request: { socketPath, container, facts },
    past: past.containers.flatMap(({ id, name, path }) =>
      path === null
        ? []
        : [
            {
              socketPath,
              container: id,
              facts: { name, tty: false, running: false, hasStarted: true, driver: 'json-file', path },
            },
          ],
    ),
    events: eventsToShow(past.events),
  };
}

/** Tells the thread which of these containers run: a log's file does not say that nothing more will come. */
async function tellRunning(
  { mirror, logThread, log }: Engine,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  try {
    let seen: { epoch: string; seq: number; freshness: 'loading' | 'live' | 'stale' } = {
      epoch: '',
      seq: 0,
      freshness: 'loading',
    };
    let told = '';
    while (!signal.aborted) {
      seen = await mirror.containers.changes(seen, signal);
      if (seen.freshness !== 'live') continue;
      const running = new Map(ids.map((id) => [id, toRun(mirror.containers.rows.get(id)?.row)]));
      const telling = JSON.stringify([...running.values()]);
      if (telling === told) continue;
      told = telling;
      await logThread.client.call('setRunning', running, signal);
    }
  } catch (error) {
    if (!signal.aborted) log.warn({ error: toMessage(error) }, 'a log does not know whether its container runs');
  }
}

/** Whether a container runs, and which of its runs that is or was: one may begin and end between two looks. */
function toRun(container: Container | undefined): ContainerRun {
  if (container === undefined) return { isRunning: false, mark: 'gone' };
  const isRunning = ['running', 'paused', 'restarting', 'removing'].includes(container.state);
  return { isRunning, mark: container.state === 'created' ? neverRan : `${container.state} ${container.sinceMs}` };
}
