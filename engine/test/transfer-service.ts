import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../contract/contract.ts';
import { type RealDaemon, startRealDaemon } from './real-daemon.ts';
import { RegistryFront } from './registry-front.ts';
import { type Registry, startRegistry } from './registry.ts';
import { type ServiceClient, startServiceClient } from './service-client.ts';
import { JobWatch } from './job-watch.ts';

/** A service on an engine of its own, a registry behind a front that makes trouble, and someone who follows the transfers. */
export interface TransferService extends AsyncDisposable {
  readonly daemon: RealDaemon;
  readonly registry: Registry;
  readonly front: RegistryFront;
  readonly service: ServiceClient;
  readonly engineId: string;
  readonly client: ContractRouterClient<Contract>;
  readonly watch: JobWatch;
}

interface TransferServiceOptions {
  /** The service's environment beside its home folder. */
  readonly env?: (daemon: RealDaemon) => Promise<Readonly<Record<string, string>>>;
}

/** Starts all of it; disposing ends it in the other order. */
export async function startTransferService({ env }: TransferServiceOptions = {}): Promise<TransferService> {
  await using stack = new AsyncDisposableStack();
  const daemon = stack.use(await startRealDaemon());
  const registry = stack.use(await startRegistry());
  const front = stack.use(await RegistryFront.start(registry));
  const service = stack.use(await startServiceClient(daemon.socketPath, null, { env: (await env?.(daemon)) ?? {} }));
  const { client, engineId } = service;
  const watch = stack.use(new JobWatch(client));
  const all = stack.move();
  return { daemon, registry, front, service, client, engineId, watch, [Symbol.asyncDispose]: () => all.disposeAsync() };
}
