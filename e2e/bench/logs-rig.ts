import { type ServiceClient, untilEngine } from '../../engine/test/service-client.ts';
import type { TestEngine } from '../fixtures/engine.ts';
import { askForSocket } from '../fixtures/raw-socket.ts';
import { createRpcClient } from '../fixtures/rpc-client.ts';
import type { BerthService } from '../fixtures/service.ts';

/** A container that prints, or has printed. */
export interface PrintedLog {
  readonly name: string;
  readonly id: string;
}

/** Begins to print numbered lines of 120 bytes as a web server's log has them, in awk, which is what busybox does fastest. */
export async function startPrinting(
  engine: TestEngine,
  name: string,
  driver: 'json-file' | 'local',
  lines: number,
): Promise<PrintedLog> {
  const format = String.raw`%08d INFO [worker-%02d] GET /v1/products?page=%04d 200 in %03d ms %-62s\n`;
  const program = `BEGIN { for (i = 0; i < ${lines}; i++) printf "${format}", i, i % 17, i % 9973, i % 300, "request " i " done" }`;
  // By itself the driver `local` keeps 100 MB.
  const limit = driver === 'local' ? ['--log-opt', 'max-size=1g'] : [];
  const options = ['--network', 'none', '--log-driver', driver, ...limit, '--name', name];
  const id = await engine.docker('run', '--detach', ...options, engine.image, 'awk', program);
  return { name, id };
}

/** The service's end of the wire without a page, once the engine answers. */
export async function connectToService(service: BerthService): Promise<ServiceClient['client']> {
  const answer = await askForSocket(service);
  if (answer.kind !== 'open') throw new Error('The service refused a socket.');
  const client = createRpcClient(answer.socket, service.engineId);
  await untilEngine(client, service.engineId, ({ state }) => state === 'running');
  return client;
}
