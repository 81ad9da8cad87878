import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DockerCommand, scriptOn, toArgv } from '../commands/command.ts';
import * as registryCommands from '../commands/registries.ts';
import { lineEngineOf } from '../test/other-shell.ts';
import { type RealDaemon, startRealDaemon } from '../test/real-daemon.ts';
import { type Registry, startRegistry } from '../test/registry.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

const password = 'p:ä';
/** What a plain `docker` reaches in the shell: nothing listens there. */
const elsewhere = 'unix:///nowhere/docker.sock';

let daemon: RealDaemon;
let registry: Registry;
let service: ServiceClient;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'bra-'));
  daemon = await startRealDaemon();
  registry = await startRegistry({ accounts: { mira: password } });
  service = await startServiceClient(daemon.socketPath, null, {
    env: { DOCKER_CONFIG: path.join(dir, 'berth'), DOCKER_HOST: elsewhere },
  });
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

type Side = 'cli' | 'berth';
interface Outcome {
  readonly isDone: boolean;
  readonly config: string | null;
}

const configOf = (side: Side) => readFile(path.join(dir, side, 'config.json'), 'utf8').catch(() => null);

async function startFrom(config: object): Promise<void> {
  for (const side of ['cli', 'berth']) {
    await mkdir(path.join(dir, side), { recursive: true });
    await writeFile(path.join(dir, side, 'config.json'), JSON.stringify(config, null, '\t'));
  }
}

async function byCli(command: DockerCommand, input = ''): Promise<Outcome> {
  const argv = scriptOn(await lineEngineOf(service), command).flatMap(toArgv);
  expect(argv.slice(0, 2)).toEqual(['--host', `unix://${daemon.socketPath}`]);
  const env = { DOCKER_CONFIG: path.join(dir, 'cli'), DOCKER_HOST: elsewhere };
  const { code } = await daemon.dockerCli(argv, { input, env });
  return { isDone: code === 0, config: await configOf('cli') };
}

async function byBerth(call: Promise<unknown>): Promise<Outcome> {
  const isDone = await call.then(
    () => true,
    () => false,
  );
  return { isDone, config: await configOf('berth') };
}

const { loginCommand, checkLoginCommand, logoutCommand, searchCommand } = registryCommands;
const stored = (word: string) => ({
  auths: { [registry.address]: { auth: Buffer.from(`mira:${word}`).toString('base64') } },
});
const keep = { kind: 'plain-text' } as const;

/** Each line that the page can show, with what Berth does in its place; `isDone` is what both have to come to, null for either. */
const scenarios: Record<
  string,
  { config: () => object; isDone: boolean | null; cli: () => Promise<Outcome>; berth: () => Promise<unknown> }[]
> = {
  loginCommand: [password, 'wrong'].map((secret) => ({
    config: () => ({ HttpHeaders: { A: 'b' } }),
    isDone: secret === password,
    cli: () => byCli(loginCommand({ address: registry.address, username: 'mira' }), secret),
    berth: () => service.client.registries.signIn({ address: registry.address, username: 'mira', secret, keep }),
  })),
  checkLoginCommand: [password, 'wrong'].map((secret) => ({
    config: () => stored(secret),
    isDone: secret === password,
    cli: () => byCli(checkLoginCommand(registry.address)),
    berth: async () => {
      const { state } = await service.client.registries.check({ address: registry.address });
      if (state !== 'signed-in') throw new Error(state);
    },
  })),
  logoutCommand: [
    {
      config: () => stored(password),
      isDone: true,
      cli: () => byCli(logoutCommand(registry.address)),
      berth: () => service.client.registries.signOut({ address: registry.address }),
    },
  ],
  searchCommand: [
    {
      // With or without a network; `engine/docker/search.test.ts` reads answers.
      config: () => ({}),
      isDone: null,
      cli: () => byCli(searchCommand('redis')),
      berth: () => service.client.registries.search({ term: 'redis' }),
    },
  ],
};

test('every command line about registries is run here or beside the local registry', () => {
  const lines = Object.keys(registryCommands).filter((name) => name.endsWith('Command'));
  expect([...Object.keys(scenarios), 'localRegistryCommand'].sort()).toEqual(lines.sort());
});

const cases = Object.entries(scenarios).flatMap(([command, list]) =>
  list.map((scenario, index) => ({ command, index, scenario })),
);

test.each(cases)('$command ($index) and the verb have the same effect', async ({ scenario }) => {
  await startFrom(scenario.config());
  const expected = await scenario.cli();
  expect(expected.isDone).toBe(scenario.isDone ?? expected.isDone);
  const outcome = await byBerth(scenario.berth());
  // A check by the CLI writes the file anew, as it was.
  expect(outcome.isDone).toBe(expected.isDone);
  expect(JSON.parse(outcome.config ?? 'null')).toEqual(JSON.parse(expected.config ?? 'null'));
});
