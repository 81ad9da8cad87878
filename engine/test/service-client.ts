import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import pino from 'pino';
import { Attachments } from '../contract/attachments.ts';
import type { Contract } from '../contract/contract.ts';
import { createEngine } from '../host/create-engine.ts';
import { connectPort } from '../host/port-wire.ts';
import type { Log } from '../platform/log.ts';
import { type EnginePaths, toEnginePaths } from '../platform/paths.ts';
import type { ChooseSavePath } from '../services/services.ts';

/** A whole engine service in this process, and a client at the other end of a message channel. */
export interface ServiceClient extends AsyncDisposable {
  readonly client: ContractRouterClient<Contract>;
  readonly paths: EnginePaths;
}

interface ServiceClientOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: Log;
  /** Answers in place of the system's own dialog. */
  readonly chooseSavePath?: ChooseSavePath;
}

/**
 * Starts the service on the engine at `socketPath`, or on its own bundled one when null; waits until the engine answers. With folders
 * of its own, or those of a bundled engine that runs already, which it then joins.
 */
export async function startServiceClient(
  socketPath: string | null,
  sharedPaths: EnginePaths | null = null,
  { env = {}, log = pino({ level: 'silent' }), chooseSavePath }: ServiceClientOptions = {},
): Promise<ServiceClient> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bs-'));
  const paths = sharedPaths ?? {
    dataDir: path.join(dir, 'data'),
    // The bundle is fetched once for all tests.
    cacheDir: toEnginePaths(process.env).cacheDir,
    runDir: path.join(dir, 'run'),
  };
  const service = await createEngine({
    paths,
    log,
    env: { HOME: dir, ...env },
    hostEngine: socketPath,
    ...(chooseSavePath === undefined ? {} : { chooseSavePath }),
  });
  const { port1, port2 } = new MessageChannel();
  const page = connectPort(service, port1, {
    listen: (receive) => port1.on('message', receive),
    onRefused: () => undefined,
  });
  const attachments = new Attachments();
  const client: ContractRouterClient<Contract> = createORPCClient(
    new RPCLink({
      port: unpackPort(port2, attachments) as ConstructorParameters<typeof RPCLink>[0]['port'],
      customJsonSerializers: [attachments.serializer],
    }),
  );
  await untilRunning(client);
  return {
    client,
    paths,
    async [Symbol.asyncDispose]() {
      page[Symbol.dispose]();
      port1.close();
      await service[Symbol.asyncDispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The port, but with the bytes of a message beside it, both ways. */
function unpackPort(port: MessagePort, attachments: Attachments) {
  return {
    postMessage: (message: unknown) => port.postMessage(attachments.pack(message)),
    on: (type: string, listener: (event: { data: unknown }) => void) =>
      port.on(type, (data: unknown) => listener({ data: attachments.unpack(data).message })),
  };
}

/** Chooses the engine at this socket, and waits until it answers. */
export async function useEngine(client: ServiceClient['client'], socketPath: string): Promise<void> {
  await client.engine.use({ id: `socket:${socketPath}` });
  await untilRunning(client);
}

/** Waits until the engine answers and the first lists are in. */
async function untilRunning(client: ContractRouterClient<Contract>): Promise<void> {
  const signal = AbortSignal.timeout(30_000);
  let seen = await client.engine.changes({ epoch: '', seq: 0 }, { signal });
  while (seen.status.state !== 'running') seen = await client.engine.changes(seen, { signal });
  let rows = await client.containers.changes({ epoch: '', seq: 0, freshness: 'loading' }, { signal });
  while (rows.freshness !== 'live') rows = await client.containers.changes(rows, { signal });
}
