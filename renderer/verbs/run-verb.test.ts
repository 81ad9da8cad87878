import { ORPCError } from '@orpc/client';
import { describe, expect, test, vi } from 'vitest';
import { plainEngine, toShellText } from '../../engine/commands/command.ts';
import type { Container } from '../../engine/contract/containers.ts';
import type { Image } from '../../engine/contract/images.ts';
import { applyChanges } from '../stores/collection-store.ts';
import { barContent } from '../stores/command-store.ts';
import { makeContainer } from '../objects/test/containers.ts';
import { openRunDialog } from './app-verbs.ts';
import {
  openContainer,
  removeContainer,
  runContainer,
  showLogs,
  startContainer,
  stopContainer,
} from './container-verbs.ts';
import { removeImage, runImage } from './image-verbs.ts';
import { openPage } from './test/page.ts';

const hex = (at: number) => at.toString(16).padStart(64, '0');
const web = makeContainer({ id: hex(1), name: 'web' });
const api = makeContainer({ id: hex(2), name: 'api' });
const idle = makeContainer({ id: hex(3), name: 'idle', state: 'exited', exitCode: 0 });
const nginx: Image = {
  id: `sha256:${hex(7)}`,
  tags: ['nginx:1', 'nginx:latest'],
  digests: [],
  createdAtMs: 0,
  sizeBytes: 52_000_000,
  sharedBytes: null,
};

const failure = (code: string, reason = 'none', params: Record<string, string> = {}) =>
  new ORPCError(code, { defined: true, data: { reason, params, detail: `daemon says ${code}`, callId: 'call-7' } });

type Page = ReturnType<typeof openPage>;

function show({ stores }: Page, rows: readonly Container[]) {
  stores.nouns.of('containers').setState(
    applyChanges(stores.nouns.of('containers').getState(), {
      epoch: 'e',
      seq: 1,
      reset: true,
      upserts: [...rows],
      removes: [],
      freshness: 'live',
      asOfMs: 1,
    }),
  );
}

const shownIn = ({ stores }: Page) => barContent(stores.command.getState());

describe('a verb that succeeds', () => {
  test('is pending while it runs and until its row changed, and is in the command bar', async () => {
    let answer = () => {};
    const page = openPage({
      'containers.stop': () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    });
    show(page, [web]);
    const done = page.verbs.run(stopContainer, [web]);
    const pending = () => page.stores.tasks.getState().pending.get(web.id)?.verbId;
    expect(pending()).toBe('container.stop');
    expect(shownIn(page).tag).toBe('running');
    answer();
    await vi.waitFor(() => expect(shownIn(page).tag).toBe('ran'));
    // The engine's event is still under way: the row must not fall back to 'Running' for a moment.
    expect(pending()).toBe('container.stop');
    show(page, [{ ...web, state: 'exited', exitCode: 0 }]);
    expect(await done).toEqual({ kind: 'done', results: [undefined] });
    expect(pending()).toBeUndefined();
    expect(page.stores.recent.getState().ids).toEqual([web.id]);
    expect(page.stores.toasts.getState().toasts).toEqual([]);
  });

  test('ends although no event comes', async () => {
    const page = openPage({ 'containers.stop': () => Promise.resolve() });
    show(page, [web]);
    expect(await page.verbs.run(stopContainer, [web])).toMatchObject({ kind: 'done' });
    expect(page.stores.tasks.getState().pending.size).toBe(0);
  });

  test('gives back what its calls answered', async () => {
    const page = openPage({ 'containers.run': () => Promise.resolve({ id: hex(9) }) });
    const request = { image: 'nginx:1', name: null, ports: [] };
    expect(await page.verbs.run(runContainer, [request])).toEqual({ kind: 'done', results: [{ id: hex(9) }] });
  });
});

describe('a verb that fails', () => {
  test('says what, why, and the engine’s own words, and can be tried again', async () => {
    const asked: number[] = [];
    const page = openPage({
      'containers.start': () => {
        asked.push(1);
        return asked.length === 1
          ? Promise.reject(failure('conflict', 'port-taken', { port: '8080' }))
          : Promise.resolve();
      },
    });
    expect(await page.verbs.run(startContainer, [idle])).toMatchObject({ kind: 'failed' });
    const [toast] = page.stores.toasts.getState().toasts;
    expect(toast).toMatchObject({
      tone: 'bad',
      title: 'Couldn’t start idle.',
      text: 'Port 8080 is taken by another container or program on this computer.',
      details: 'daemon says conflict\nCall call-7 in Berth’s log',
      action: { label: 'Try again' },
    });
    expect(shownIn(page)).toMatchObject({ tag: 'failed', problem: { reason: 'port-taken' } });
    expect(page.stores.tasks.getState().pending.size).toBe(0);
    toast?.action?.onAction();
    await vi.waitFor(() => expect(shownIn(page).tag).toBe('ran'));
    expect(asked).toHaveLength(2);
  });

  test('names the container that has the port', async () => {
    const page = openPage({
      'containers.start': () => Promise.reject(failure('conflict', 'port-taken', { port: '8080' })),
    });
    const ports = [{ hostIp: '0.0.0.0', hostPort: 8080, containerPort: 80, protocol: 'tcp' }];
    show(page, [idle, { ...web, ports }]);
    await page.verbs.run(startContainer, [idle]);
    expect(page.stores.toasts.getState().toasts[0]?.text).toBe('Port 8080 is taken by container web.');
  });

  test('for some of many is told in one toast, and only those are tried again', async () => {
    const asked: string[] = [];
    const page = openPage({
      'containers.stop': ({ id }: { id: string }) => {
        asked.push(id);
        return id === api.id && asked.length <= 2 ? Promise.reject(failure('timeout')) : Promise.resolve();
      },
    });
    const outcome = await page.verbs.run(stopContainer, [web, api]);
    expect(outcome.kind === 'failed' && [...outcome.problems.keys()]).toEqual([api.id]);
    const { toasts } = page.stores.toasts.getState();
    expect(toasts).toHaveLength(1);
    expect(toasts[0]).toMatchObject({
      title: 'Couldn’t stop api.',
      text: '1 of 2 failed. The engine may still finish it. The list shows the current state.',
      details: 'api: daemon says timeout',
    });
    toasts[0]?.action?.onAction();
    await vi.waitFor(() => expect(asked).toEqual([web.id, api.id, api.id]));
  });

  test('is told by its caller when that asked to', async () => {
    const page = openPage({
      'containers.run': () => Promise.reject(failure('conflict', 'name-taken', { name: 'web' })),
    });
    const request = { image: 'nginx', name: 'web', ports: [] };
    const outcome = await page.verbs.run(runContainer, [request], { isQuiet: true });
    expect(outcome).toMatchObject({ kind: 'failed' });
    expect(outcome.kind === 'failed' && [...outcome.problems.values()][0]).toMatchObject({ reason: 'name-taken' });
    expect(page.stores.toasts.getState().toasts).toEqual([]);
  });

  test('tells nobody when the person cancelled it', async () => {
    const page = openPage({
      'containers.stop': (_input, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        }),
    });
    const abort = new AbortController();
    const stopped = page.verbs.run(stopContainer, [web], { signal: abort.signal });
    abort.abort();
    expect(await stopped).toMatchObject({ kind: 'failed' });
    expect(page.stores.toasts.getState().toasts).toEqual([]);
  });
});

describe('a verb that asks', () => {
  test('runs nothing before the answer, then with the choices of the answer', async () => {
    const asked: unknown[] = [];
    const page = openPage({
      'containers.remove': (input) => {
        asked.push(input);
        return Promise.resolve();
      },
    });
    expect(await page.verbs.run(removeContainer, [web, idle])).toEqual({ kind: 'asked' });
    expect(asked).toEqual([]);
    const { open } = page.stores.dialogs.getState();
    if (open.kind !== 'confirm') throw new Error('No question is open.');
    const { request } = open;
    expect(request).toMatchObject({
      title: 'Remove 2 containers?',
      goes: [
        'web and idle',
        'Every file written inside these containers, and their logs',
        '1 of them is running. Docker stops it by force first.',
      ],
    });
    expect(toShellText(request.script(plainEngine, { volumes: true }))).toBe('docker rm --force --volumes web idle');
    expect(await request.proceed({ volumes: true })).toBeNull();
    expect(asked).toEqual([
      { id: web.id, force: true, volumes: true },
      { id: idle.id, force: false, volumes: true },
    ]);
  });

  test('keeps the question open with the problem when its one object fails', async () => {
    const page = openPage({
      'images.remove': () => Promise.reject(failure('conflict', 'image-in-use', { name: 'web' })),
    });
    await page.verbs.run(removeImage, [nginx]);
    const { open } = page.stores.dialogs.getState();
    if (open.kind !== 'confirm') throw new Error('No question is open.');
    expect(await open.request.proceed({})).toMatchObject({ reason: 'image-in-use' });
    expect(page.stores.toasts.getState().toasts).toEqual([]);
  });

  test('takes all names off an image, one after the other', async () => {
    const asked: unknown[] = [];
    const page = openPage({
      'images.remove': (input) => {
        asked.push(input);
        return Promise.resolve({ untagged: [], deleted: [] });
      },
    });
    await page.verbs.run(removeImage, [nginx], { confirmed: {} });
    expect(asked).toEqual([
      { reference: 'nginx:1', force: false, keepsParents: false },
      { reference: 'nginx:latest', force: false, keepsParents: false },
    ]);
  });
});

describe('a verb that only looks', () => {
  test('goes to its place, opens a port, opens the form', async () => {
    const page = openPage({});
    await page.verbs.run(showLogs, [web]);
    expect(page.navigate).toHaveBeenCalledWith(`/containers/${web.id}/logs`);
    const ports = [{ hostIp: '0.0.0.0', hostPort: 8081, containerPort: 80, protocol: 'tcp' }];
    await page.verbs.run(openContainer, [{ ...web, ports }]);
    expect(page.openExternal).toHaveBeenCalledWith('http://localhost:8081/');
    await page.verbs.run(runImage, [nginx]);
    expect(page.stores.dialogs.getState().open).toEqual({ kind: 'run', image: 'nginx:1' });
    await page.verbs.run(openRunDialog, []);
    expect(page.stores.dialogs.getState().open).toEqual({ kind: 'run', image: null });
    expect(page.stores.tasks.getState().pending.size).toBe(0);
  });

  test('keeps a hint in the command bar', async () => {
    const page = openPage({});
    page.stores.command.showHint(stopContainer.script(plainEngine, [web], {}));
    await page.verbs.run(showLogs, [web]);
    expect(shownIn(page).tag).toBe('will-run');
  });
});

test('a verb that does not apply is refused', async () => {
  const page = openPage({});
  expect(await page.verbs.run(stopContainer, [idle])).toEqual({ kind: 'refused', why: 'verbs.refusals.notRunning' });
  expect(await page.verbs.run(stopContainer, [])).toEqual({ kind: 'refused', why: 'verbs.refusals.noTargets' });
  expect(shownIn(page).tag).toBe('empty');
});

test('many targets run some at a time, all of them', async () => {
  let under = 0;
  let most = 0;
  const page = openPage({
    'containers.stop': async () => {
      most = Math.max(most, (under += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      under -= 1;
    },
  });
  const many = Array.from({ length: 60 }, (_unused, at) => makeContainer({ id: hex(at + 1), name: `web-${at}` }));
  const outcome = await page.verbs.run(stopContainer, many);
  expect(outcome.kind === 'done' && outcome.results.length).toBe(60);
  expect(most).toBe(16);
});
