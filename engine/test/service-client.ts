import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import pino from 'pino';
import { Attachments } from '../contract/attachments.ts';
import type { Freshness } from '../contract/changes.ts';
import type { Contract } from '../contract/contract.ts';
import { toCallHeaders } from '../contract/engine-header.ts';
import type { EngineRow, EngineStatus } from '../contract/engines.ts';
import { createEngine } from '../host/create-engine.ts';
import { connectPort } from '../host/port-wire.ts';
import type { Log } from '../platform/log.ts';
import { type EnginePaths, toEnginePaths } from '../platform/paths.ts';
import type { ChooseSavePath } from '../services/services.ts';

/** A whole engine service in this process, and a client at the other end of a message channel. */
export interface ServiceClient extends AsyncDisposable {
  /** Its calls name the engine that the service began with. */
  readonly client: ContractRouterClient<Contract>;
  /** The id of that engine. */
  readonly engineId: string;
  /** Returns a client of another engine once that answers. */
  on(socketPath: string): Promise<ContractRouterClient<Contract>>;
  readonly paths: EnginePaths;
}

interface ServiceClientOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly log?: Log;
  /** Answers in place of the system's own dialog. */
  readonly chooseSavePath?: ChooseSavePath;
}

/**
 * Starts the service on an engine (a socket's path or a context's name), or on its own bundled one when null; waits until the engine answers. With folders
 * of its own, or those of a bundled engine that runs already, which it then joins.
 */
export async function startServiceClient(
  hostEngine: string | null,
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
    hostEngine,
    ...(chooseSavePath === undefined ? {} : { chooseSavePath }),
  });
  const { port1, port2 } = new MessageChannel();
  const page = connectPort(service, port1, {
    listen: (receive) => port1.on('message', receive),
    onRefused: () => undefined,
  });
  const attachments = new Attachments();
  const link = new RPCLink<{ readonly engine?: string }>({
    port: unpackPort(port2, attachments) as ConstructorParameters<typeof RPCLink>[0]['port'],
    customJsonSerializers: [attachments.serializer],
    headers: ({ context }) => toCallHeaders(context.engine),
  });
  const on = async (engine: string): Promise<ContractRouterClient<Contract>> => {
    const client: ContractRouterClient<Contract> = createORPCClient({
      call: (callPath, input, callOptions) => link.call(callPath, input, { ...callOptions, context: { engine } }),
    });
    await untilRunning(client, engine);
    return client;
  };
  const dispose = async (): Promise<void> => {
    page[Symbol.dispose]();
    port1.close();
    await service[Symbol.asyncDispose]();
    await rm(dir, { recursive: true, force: true });
  };
  const engineId = toEngineId(hostEngine);
  try {
    const client = await on(engineId);
    return { client, engineId, on: (socket) => on(`socket:${socket}`), paths, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    // Its engine would outlive the test that has failed.
    await dispose();
    throw error;
  }
}

/** The id of what `hostEngine` names. */
function toEngineId(hostEngine: string | null): string {
  if (hostEngine === null) return 'bundled';
  return hostEngine.startsWith('/') ? `socket:${hostEngine}` : `context:${hostEngine}`;
}

/** The port, but with the bytes of a message beside it, both ways. */
function unpackPort(port: MessagePort, attachments: Attachments) {
  return {
    postMessage: (message: unknown) => port.postMessage(attachments.pack(message)),
    on: (type: string, listener: (event: { data: unknown }) => void) =>
      port.on(type, (data: unknown) => listener({ data: attachments.unpack(data).message })),
  };
}

/** Waits until the engine answers and the first lists are in. */
async function untilRunning(client: ContractRouterClient<Contract>, engine: string): Promise<void> {
  const signal = AbortSignal.timeout(30_000);
  let rows = await client.containers.changes({ epoch: '', seq: 0, freshness: 'loading' }, { signal });
  while (rows.freshness !== 'live') rows = await client.containers.changes(rows, { signal });
  await untilEngine(client, engine, (status) => status.state === 'running', signal);
}

/** Waits for a status of an engine of which the claim holds. */
export async function untilEngine(
  client: ContractRouterClient<Contract>,
  engine: string,
  claim: (status: EngineStatus) => boolean,
  signal: AbortSignal = AbortSignal.timeout(30_000),
): Promise<EngineStatus> {
  const { status } = await untilRow(client, engine, (row) => row.status !== null && claim(row.status), signal);
  if (status === null) throw new Error('The claim holds of a row without a status.');
  return status;
}

/** Waits for a row of an engine of which the claim holds. */
export async function untilRow(
  { engines }: ContractRouterClient<Contract>,
  engine: string,
  claim: (row: EngineRow) => boolean,
  signal: AbortSignal = AbortSignal.timeout(30_000),
): Promise<EngineRow> {
  let version = { epoch: '', seq: 0, freshness: 'loading' as Freshness };
  for (;;) {
    const changes = await engines.changes(version, { signal });
    const row = changes.upserts.find(({ id }) => id === engine);
    if (row !== undefined && claim(row)) return row;
    version = changes;
  }
}
