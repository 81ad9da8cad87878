import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { toMessage } from '../platform/engine-error.ts';
import { openLog } from '../platform/log.ts';
import { toEnginePaths } from '../platform/paths.ts';
import { createEngine } from './create-engine.ts';
import { endOnUncaught } from './end-on-uncaught.ts';
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
      /** By the launcher, after a service that failed: it sends the address and token of before. */
      resume: { type: 'boolean', default: false },
      /** Where the built page lies; beside this file unless told. */
      'page-dir': { type: 'string', default: path.join(import.meta.dirname, '../renderer') },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is not a port. Use a number from 0 to 65535.`);
  return {
    port,
    hostEngine: values['host-engine'] ?? null,
    isResumed: values.resume,
    open: !values['no-open'] && !values.resume,
    pageDir: path.resolve(values['page-dir']),
  };
}

/** A signal, or the end of the launcher that started this process. */
function waitForEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => resolve());
    process.once('disconnect', resolve);
  });
}

const identity = z.object({ port: z.number().int(), token: z.string().min(1) });

/** The port and the token that pages know: those of the service of before, which the launcher sends, or new ones. */
async function toIdentity({ isResumed, port }: ReturnType<typeof parseOptions>): Promise<z.infer<typeof identity>> {
  if (!isResumed) return { port, token: randomBytes(32).toString('base64url') };
  const [message] = (await once(process, 'message')) as [unknown];
  return identity.parse(message);
}

/** Browser mode: the service and the page on one loopback port, until a signal ends it. */
async function serve(argv: readonly string[]): Promise<void> {
  const options = parseOptions(argv);
  const ended = waitForEnd();
  const paths = toEnginePaths(process.env);
  const logFile = openLog(paths.dataDir);
  const { log } = logFile;
  endOnUncaught(logFile);
  const { port, token } = await toIdentity(options);
  await using service = await createEngine({ paths, log, env: process.env, hostEngine: options.hostEngine });
  await using server = await openPageServer({ service, pageDir: options.pageDir, port, token, log });
  const address = `http://127.0.0.1:${server.port}/#token=${token}`;
  process.stdout.write(`Berth is ready: ${address}\n`);
  // Over the launcher's own channel: arguments and files can be read by others.
  process.send?.({ port: server.port, token });
  await using opened = new AsyncDisposableStack();
  if (options.open) opened.use(await openInBrowser(address, { runDir: paths.runDir, env: process.env, log }));
  await ended;
}

serve(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`Berth failed: ${toMessage(error)}\n${usage}\n`);
    process.exit(1);
  },
);
