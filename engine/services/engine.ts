import { type Connection, engineSettings } from '../contract/engine.ts';
import { findConnections, parseConnection, toSocketPath } from '../connections/find-connections.ts';
import { connectToDocker } from '../docker/connect.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { callSignal, type Engine, implementation } from './services.ts';

/** An engine that does not answer a hello within this time is not offered as one that answers. */
const probeTimeoutMs = 1_500;

async function probe(connection: Connection, signal: AbortSignal) {
  const socketPath = toSocketPath(connection.endpoint) ?? '';
  try {
    using docker = await connectToDocker(socketPath, AbortSignal.any([signal, AbortSignal.timeout(probeTimeoutMs)]));
    return { ...connection, answers: true, version: docker.info.version, detail: '' };
  } catch (error) {
    signal.throwIfAborted();
    return {
      ...connection,
      answers: false,
      version: '',
      detail: error instanceof EngineError ? error.detail : toMessage(error),
    };
  }
}

async function listConnections(engine: Engine, signal: AbortSignal) {
  const own = `unix://${engine.bundled.socketPath}`;
  const found = (await findConnections(engine.env)).filter(({ endpoint }) => endpoint !== own);
  const bundled = await probe({ id: 'bundled', kind: 'bundled', name: '', endpoint: own }, signal);
  return [bundled, ...(await Promise.all(found.map((connection) => probe(connection, signal))))];
}

export function createEngineService(engine: Engine) {
  const { engine: procedures } = implementation;
  return {
    changes: procedures.changes.handler(({ input, signal }) => engine.link.changes(input, callSignal(signal))),
    connections: procedures.connections.handler(({ signal }) => listConnections(engine, callSignal(signal))),
    use: procedures.use.handler(async ({ input }) => {
      const connection = await parseConnection(input.id, engine.env);
      await engine.settings.change({ connectionId: connection.id });
      await engine.link.use(connection);
    }),
    start: procedures.start.handler(() => engine.link.start()),
    stop: procedures.stop.handler(() => engine.link.stop()),
    restart: procedures.restart.handler(() => engine.link.restart()),
    log: procedures.log.handler(async () => ({ text: await engine.bundled.readLog() })),
    settings: procedures.settings.handler(() => engineSettings.parse(engine.settings.values)),
    changeSettings: procedures.changeSettings.handler(async ({ input }) => {
      await engine.settings.change(input);
      await Promise.all([engine.logThread.configure(), engine.logHistory.applyLimits()]);
      return engineSettings.parse(engine.settings.values);
    }),
  };
}
