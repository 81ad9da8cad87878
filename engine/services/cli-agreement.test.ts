import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DockerCommand } from '../commands/command.ts';
import * as containerCommands from '../commands/containers.ts';
import * as listCommands from '../commands/lists.ts';
import type { Changes, ChangesInput } from '../contract/changes.ts';
import type { Contract } from '../contract/contract.ts';
import type { RunRequest } from '../contract/containers.ts';
import { LogReader } from '../test/log-reader.ts';
import { lineEngineOf, openOtherShell, type OtherShell, otherShellContext } from '../test/other-shell.ts';
import { type RealDaemon, startRealDaemon } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

type Client = ContractRouterClient<Contract>;

let daemon: RealDaemon;
let shell: OtherShell;
let service: ServiceClient;
let client: Client;

beforeAll(async () => {
  daemon = await startRealDaemon();
  shell = await openOtherShell(daemon, true);
  service = await startServiceClient(otherShellContext, null, { env: shell.env });
  client = service.client;
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await shell?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

const image = 'berth-test/busybox';
/** Ends at once when asked to, so that no stop waits ten seconds. */
const sleeper = ['--stop-signal', 'KILL', image, 'sleep', '1000'];

async function cli(...argv: string[]): Promise<string> {
  const { stdout, stderr, code } = await daemon.dockerCli(argv);
  if (code !== 0) throw new Error(`docker ${argv.join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** In a shell whose plain `docker` reaches another engine. */
async function runLine(command: DockerCommand): Promise<string> {
  const { stdout, stderr, code } = await shell.run(command, await lineEngineOf(service));
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** What a verb may change about a container, without what differs between any two: ids, names, times, addresses. */
async function observe(name: string): Promise<unknown> {
  const found = await daemon.dockerCli(['inspect', '--type', 'container', name]);
  if (found.code !== 0) return 'gone';
  const [record] = JSON.parse(found.stdout) as [
    {
      State: { Status: string; Running: boolean; ExitCode: number };
      RestartCount: number;
      Config: { Image: string; ExposedPorts: unknown; Tty: boolean; Env: unknown; Cmd: unknown };
      HostConfig: { PortBindings: unknown; NetworkMode: string; AutoRemove: boolean; RestartPolicy: { Name: string } };
      Mounts: unknown[];
    },
  ];
  const { State, RestartCount, Config, HostConfig, Mounts } = record;
  return {
    state: [State.Status, State.Running, State.ExitCode, RestartCount],
    config: [Config.Image, Config.ExposedPorts, Config.Tty, Config.Env, Config.Cmd],
    // The CLI says 'bridge' where the API's default is 'default': the same network.
    host: [
      HostConfig.PortBindings,
      HostConfig.NetworkMode.replace(/^default$/, 'bridge'),
      HostConfig.AutoRemove,
      HostConfig.RestartPolicy.Name,
    ],
    mounts: Mounts.length,
  };
}

/** The mirror's rows of a kind, as a page that has none gets them. */
async function allRows<T>(noun: { changes(input: ChangesInput): Promise<Changes<T>> }): Promise<T[]> {
  return (await noun.changes({ epoch: '', seq: 0, freshness: 'loading' })).upserts;
}

const idOf = (name: string) => cli('inspect', '--type', 'container', '--format', '{{.Id}}', name);

/** One verb: `prepare` makes an object of this name, `byCli` and `byBerth` do the same thing to it, `look` tells what became of it. */
interface Scenario {
  readonly prepare: (name: string) => Promise<unknown>;
  readonly byCli: (name: string) => Promise<unknown>;
  readonly byBerth: (name: string) => Promise<unknown>;
  readonly look?: (name: string) => Promise<unknown>;
}

const prepareRunning = (name: string) => cli('run', '--detach', '--name', name, ...sleeper);
const prepareStopped = (name: string) => cli('create', '--name', name, ...sleeper);
const nothing = async () => undefined;

function runRequest(name: string, ports: RunRequest['ports']): RunRequest {
  return { image, name, ports };
}

const freePort: RunRequest['ports'] = [{ hostPort: null, containerPort: 80, protocol: 'tcp' }];
const freeUdpPort: RunRequest['ports'] = [{ hostPort: null, containerPort: 53, protocol: 'udp' }];

const scenarios: Record<string, Scenario[]> = {
  startCommand: [
    {
      prepare: prepareStopped,
      byCli: (name) => runLine(containerCommands.startCommand([name])),
      byBerth: async (name) => client.containers.start({ id: await idOf(name) }),
    },
  ],
  stopCommand: [
    {
      prepare: prepareRunning,
      byCli: (name) => runLine(containerCommands.stopCommand([name])),
      byBerth: async (name) => client.containers.stop({ id: await idOf(name) }),
    },
  ],
  restartCommand: [
    {
      prepare: prepareRunning,
      byCli: (name) => runLine(containerCommands.restartCommand([name])),
      byBerth: async (name) => client.containers.restart({ id: await idOf(name) }),
    },
  ],
  removeCommand: [
    {
      prepare: prepareStopped,
      byCli: (name) => runLine(containerCommands.removeCommand([name], { force: false, volumes: false })),
      byBerth: async (name) => client.containers.remove({ id: await idOf(name), force: false, volumes: false }),
    },
    {
      prepare: (name) => cli('run', '--detach', '--name', name, '--volume', '/data', ...sleeper),
      byCli: (name) => runLine(containerCommands.removeCommand([name], { force: true, volumes: true })),
      byBerth: async (name) => client.containers.remove({ id: await idOf(name), force: true, volumes: true }),
      look: async (name) => [
        await observe(name),
        (await cli('volume', 'ls', '--quiet')).split('\n').filter(Boolean).length,
      ],
    },
  ],
  runCommand: [freePort, freeUdpPort, [], [...freePort, ...freeUdpPort]].map((ports) => ({
    prepare: nothing,
    byCli: (name) => runLine(containerCommands.runCommand(runRequest(name, ports))),
    byBerth: (name) => client.containers.run(runRequest(name, ports)),
    // The image's own shell has nothing to read, and ends in a moment.
    look: async (name) => {
      await cli('wait', name);
      return observe(name);
    },
  })),
  logsCommand: [
    {
      prepare: (name) => cli('run', '--name', name, image, 'sh', '-c', 'echo one; echo two; echo three'),
      byCli: nothing,
      byBerth: nothing,
      look: async (name) => {
        const byCli = (await runLine(containerCommands.logsCommand(name))).split('\n');
        await using reader = await LogReader.open(client.logs, [await idOf(name)]);
        await reader.untilEnded();
        const byBerth = await reader.readAll();
        expect(byBerth.map(({ time, text }) => `${time} ${text}`)).toEqual(byCli);
        return byBerth.map(({ text }) => text);
      },
    },
  ],
  portCommand: [
    {
      prepare: (name) => cli('run', '--detach', '--name', name, '--publish', '80', ...sleeper),
      byCli: nothing,
      byBerth: nothing,
      look: async (name) => {
        const printed = await runLine(containerCommands.portCommand(name));
        const row = (await allRows(client.containers)).find((container) => container.name === name);
        const held = row?.ports.map(
          (port) => `${port.containerPort}/tcp -> ${port.hostIp.replace('::', '[::]')}:${port.hostPort}`,
        );
        expect(held?.sort()).toEqual(printed.split('\n').sort());
        return null;
      },
    },
  ],
  inspectCommand: [
    {
      prepare: prepareStopped,
      byCli: nothing,
      byBerth: nothing,
      look: async (name) => {
        const [byCli] = JSON.parse(await runLine(containerCommands.inspectCommand(name))) as unknown[];
        const { json } = await client.containers.inspect({ id: await idOf(name) });
        expect(JSON.parse(json)).toEqual(byCli);
        return null;
      },
    },
  ],
  listContainersCommand: [
    {
      prepare: prepareRunning,
      byCli: nothing,
      byBerth: nothing,
      look: async () => {
        const printed = (await runLine(containerCommands.listContainersCommand())).split('\n').slice(1);
        const ids = printed.map((line) => line.slice(0, 12)).sort();
        await expect
          .poll(async () => (await allRows(client.containers)).map(({ id }) => id.slice(0, 12)).sort())
          .toEqual(ids);
        return null;
      },
    },
  ],
  listVolumesCommand: [
    {
      prepare: (name) => cli('volume', 'create', name),
      byCli: nothing,
      byBerth: nothing,
      look: async () => {
        const printed = (await runLine(listCommands.listVolumesCommand())).split('\n').slice(1);
        const names = printed.map((line) => line.split(/\s+/)[1] ?? '').sort();
        await expect.poll(async () => (await allRows(client.volumes)).map(({ id }) => id).sort()).toEqual(names);
        return null;
      },
    },
  ],
  listNetworksCommand: [
    {
      prepare: (name) => cli('network', 'create', name),
      byCli: nothing,
      byBerth: nothing,
      look: async () => {
        const printed = (await runLine(listCommands.listNetworksCommand())).split('\n').slice(1);
        const ids = printed.map((line) => line.slice(0, 12)).sort();
        await expect
          .poll(async () => (await allRows(client.networks)).map(({ id }) => id.slice(0, 12)).sort())
          .toEqual(ids);
        return null;
      },
    },
  ],
};

const allCommands = { ...containerCommands, ...listCommands };

test('a line names the context of its engine in a shell whose plain docker reaches another one', async () => {
  const plain = await daemon.dockerCli(['ps'], { env: shell.env });
  expect([plain.code, plain.stderr]).toEqual([1, expect.stringContaining('nothing.sock')]);
  expect(await lineEngineOf(service)).toEqual({
    id: `context:${otherShellContext}`,
    shell: { kind: 'context', name: otherShellContext },
  });
});

test('every command line about containers, volumes and networks that the product can show is run here', () => {
  expect(Object.keys(scenarios).sort()).toEqual(Object.keys(allCommands).sort());
});

/** Waits until the page's rows say what the daemon's own list says. */
async function expectAgreement(): Promise<void> {
  const listed = async () => {
    const printed = await cli('ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Names}} {{.State}} {{.Image}}');
    return printed.split('\n').filter(Boolean).sort();
  };
  const signal = AbortSignal.timeout(5_000);
  let held = await client.containers.changes({ epoch: '', seq: 0, freshness: 'loading' }, { signal });
  for (;;) {
    const rows = held.upserts.map(({ id, name, state, image: shown }) => `${id} ${name} ${state} ${shown}`).sort();
    if (JSON.stringify(rows) === JSON.stringify(await listed())) return;
    await client.containers.changes(held, { signal });
    held = await client.containers.changes({ epoch: '', seq: 0, freshness: 'loading' }, { signal });
  }
}

const cases = Object.entries(scenarios).flatMap(([command, list]) =>
  list.map((scenario, index) => ({ command, index, scenario })),
);

test.each(cases)('$command ($index) and the verb have the same effect', async ({ command, index, scenario }) => {
  const look = scenario.look ?? observe;
  const name = (side: string) => `t${side}-${command.toLowerCase()}-${index}`;
  const seen: unknown[] = [];
  for (const [side, act] of [
    ['cli', scenario.byCli],
    ['berth', scenario.byBerth],
  ] as const) {
    await scenario.prepare(name(side));
    await act(name(side));
    seen.push(await look(name(side)));
    await expectAgreement();
    await daemon.dockerCli(['rm', '--force', '--volumes', name(side)]);
  }
  expect(seen[1]).toEqual(seen[0]);
});
