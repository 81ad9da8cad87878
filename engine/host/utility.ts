import { parseArgs } from 'node:util';
import { toMessage } from '../platform/engine-error.ts';
import { openLog } from '../platform/log.ts';
import { toEnginePaths } from '../platform/paths.ts';
import { AskShell } from './ask-shell.ts';
import { createEngine } from './create-engine.ts';
import { endOnUncaught } from './end-on-uncaught.ts';
import { connectPort, type PagePort } from './port-wire.ts';

type Port = PagePort & {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
};

/** What Electron puts on `process` of a utility process; declared here because the service must not know Electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: readonly Port[] }) => void): unknown;
  postMessage(message: unknown): void;
}

function isMessage(data: unknown): data is { type: string; id?: unknown; path?: unknown } {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string';
}

/**
 * The service in Electron's utility process. The parent sends `{type: 'page'}` with a port per page, and `{type: 'stop'}`, which is answered by
 * `{type: 'stopped'}` once the engine has stopped. `{type: 'page-refused'}` asks for new ports, because one was closed. It is asked for a file by a `ShellQuestion`, and answers `{type: 'chosen', id, path}`.
 */
async function runUtility(parent: ParentPort, argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...argv], options: { 'host-engine': { type: 'string' } }, strict: false });
  const hostEngine = typeof values['host-engine'] === 'string' ? values['host-engine'] : null;
  const paths = toEnginePaths(process.env);
  const logFile = openLog(paths.dataDir);
  const { log } = logFile;
  endOnUncaught(logFile);
  const shell = new AskShell((question) => parent.postMessage(question));
  const service = createEngine({
    paths,
    log,
    env: process.env,
    hostEngine,
    chooseSavePath: async (dialog, signal) => shell.chooseSavePath(dialog, signal),
  });
  const stop = async () => {
    try {
      await (await service)[Symbol.asyncDispose]();
    } finally {
      // Also where a part has failed to end, which is in the log: nothing runs any more that a shell could wait for.
      parent.postMessage({ type: 'stopped' });
      process.exit(0);
    }
  };
  const onPage = async (port: Port) => {
    const page = connectPort(await service, port, {
      listen: (receive) => port.on('message', ({ data }) => receive(data)),
      onRefused: () => parent.postMessage({ type: 'page-refused' }),
    });
    port.on('close', () => page[Symbol.dispose]());
    port.start();
  };
  parent.on('message', ({ data, ports }) => {
    if (isMessage(data) && data.type === 'chosen') {
      shell.answer(data.id, data.path);
      return;
    }
    const [port] = ports;
    const type = isMessage(data) ? data.type : '';
    const done = type === 'page' && port !== undefined ? onPage(port) : type === 'stop' ? stop() : Promise.resolve();
    done.catch((error: unknown) => log.error({ error: toMessage(error) }, 'a message from the shell failed'));
  });
  await service;
}

const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
if (parentPort === undefined) {
  process.stderr.write(
    'engine/host/utility runs only in a utility process of Electron. Without Electron, run engine/host/serve.\n',
  );
  process.exit(2);
}
runUtility(parentPort, process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`The engine service cannot start: ${toMessage(error)}\n`);
  process.exit(1);
});
