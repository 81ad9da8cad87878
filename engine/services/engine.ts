import { type Connection, engineSettings } from '../contract/engine.ts';
import { bundledConnection, findConnections, parseConnection } from '../connections/find-connections.ts';
import { parseEndpoint, toEndpoint } from '../docker/address.ts';
import { connectToDocker } from '../docker/connect.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { callSignal, type Engine, implementation } from './services.ts';

/** An engine that does not answer a hello within this time is not offered as one that answers. */
const probeTimeoutMs = 1_500;

async function probe(connection: Connection) {
  try {
    const address = parseEndpoint(connection.endpoint);
    if (address === null) throw new EngineError('unsupported', connection.endpoint);
    using docker = await connectToDocker(address, AbortSignal.timeout(probeTimeoutMs));
    return { ...connection, answers: true, version: docker.info.version, detail: '' };
  } catch (error) {
    return {
      ...connection,
      answers: false,
      version: '',
      detail: error instanceof EngineError ? error.detail : toMessage(error),
    };
  }
}

async function listConnections({ bundled, dockerShell, env }: Engine) {
  const own: Connection = { ...bundledConnection, endpoint: toEndpoint(bundled.address) };
  const [found] = await Promise.all([findConnections(env, bundled.address), dockerShell.refresh()]);
  const probed = await Promise.all([own, ...found].map(probe));
  return probed.map((connection) => ({ ...connection, shell: dockerShell.reachOf(connection.id) }));
}

export function createEngineService(engine: Engine) {
  const { engine: procedures } = implementation;
  /** All callers share the probe that runs; it ends by its own limits. */
  let probing: Promise<Awaited<ReturnType<typeof listConnections>>> | null = null;
  const probeOnce = () => {
    probing ??= listConnections(engine).finally(() => {
      probing = null;
    });
    return probing;
  };
  return {
    changes: procedures.changes.handler(({ input, signal }) => engine.link.changes(input, callSignal(signal))),
    connections: procedures.connections.handler(probeOnce),
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
