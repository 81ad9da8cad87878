import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createNetServer } from 'node:net';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { createServer } from 'vite';
import { product, serviceOptions } from './build.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** `npm run dev`: the page from Vite with hot reload; the service built and started again whenever its sources change. */
async function dev(args: readonly string[]): Promise<void> {
  const port = await freePort();
  const service = new DevService(port, args);
  const builder = await context({
    ...serviceOptions(product),
    plugins: [
      ...(serviceOptions(product).plugins ?? []),
      {
        name: 'restart',
        setup: (build) =>
          build.onEnd(async ({ errors }) => {
            if (errors.length === 0) await service.restart();
          }),
      },
    ],
  });
  await builder.watch();

  const page = await createServer({
    root: join(root, 'renderer'),
    configFile: join(root, 'renderer/vite.config.ts'),
    server: {
      host: '127.0.0.1',
      proxy: {
        '/rpc': {
          target: `http://127.0.0.1:${port}`,
          ws: true,
          changeOrigin: true,
          configure: (proxy) => {
            // The service takes only its own page and its own token, and has a new one after each start.
            proxy.on('proxyReqWs', (request) => {
              request.setHeader('Origin', `http://127.0.0.1:${port}`);
              request.setHeader('Sec-WebSocket-Protocol', `berth.v1, token.${service.token}`);
            });
          },
        },
      },
    },
  });
  await page.listen();
  // Vite would end the process at once, and with it the owner of the engine.
  process.removeAllListeners('SIGTERM');
  console.log(`Berth is ready: ${page.resolvedUrls?.local[0] ?? ''}#token=any-will-do-in-here`);

  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), once(process, 'SIGHUP')]);
  await builder.dispose();
  await page.close();
  await service.stop();
}

/** The built service as a child of its own, on a port that stays the same. */
class DevService {
  token = '';
  readonly #port: number;
  readonly #args: readonly string[];
  #child: ChildProcess | null = null;

  constructor(port: number, args: readonly string[]) {
    this.#port = port;
    this.#args = args;
  }

  async restart(): Promise<void> {
    await this.stop();
    const args = [join(root, 'dist/engine/serve.cjs'), ...this.#args, '--port', String(this.#port), '--no-open'];
    // Its own process group: the terminal's Ctrl-C must not reach the engine before its owner.
    const child = spawn(process.execPath, ['--enable-source-maps', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.token = /#token=(\S+)/u.exec(text)?.[1] ?? this.token;
    });
    this.#child = child;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createNetServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

await dev(process.argv.slice(2));
process.exit(0);
