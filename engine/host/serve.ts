import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toMessage } from '../platform/engine-error.ts';
import { openLog } from '../platform/log.ts';
import { toEnginePaths } from '../platform/paths.ts';
import { createEngine } from './create-engine.ts';
import { openInBrowser } from './open-in-browser.ts';
import { openPageServer } from './page-server.ts';

const usage = 'Usage: npm run serve -- [--port N] [--host-engine SOCKET|CONTEXT] [--no-open]';

function parseOptions(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '0' },
      'host-engine': { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      /** Where the built page lies; beside this file unless told. */
      'page-dir': { type: 'string', default: path.join(import.meta.dirname, '../renderer') },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is not a port.`);
  return {
    port,
    hostEngine: values['host-engine'] ?? null,
    open: !values['no-open'],
    pageDir: path.resolve(values['page-dir']),
  };
}

function waitForEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve());
  });
}

/** Browser mode: the service and the page on one loopback port, until a signal ends it. */
async function serve(argv: readonly string[]): Promise<void> {
  const options = parseOptions(argv);
  const ended = waitForEnd();
  const paths = toEnginePaths(process.env);
  const log = openLog(paths.dataDir);
  process.on('unhandledRejection', (error) => log.error({ error: toMessage(error) }, 'unhandled rejection'));
  const token = randomBytes(32).toString('base64url');
  await using service = await createEngine({ paths, log, env: process.env, hostEngine: options.hostEngine });
  await using server = await openPageServer({ service, pageDir: options.pageDir, port: options.port, token, log });
  const address = `http://127.0.0.1:${server.port}/#token=${token}`;
  process.stdout.write(`Berth is ready: ${address}\n`);
  if (options.open) await openInBrowser(address, process.env, log);
  await ended;
}

serve(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`Berth cannot start: ${toMessage(error)}\n${usage}\n`);
    process.exit(1);
  },
);
