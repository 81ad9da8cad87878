import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect, test } from './test.ts';

/** Ports that a process listens on (proc(5), /proc/net/tcp: state 0A). */
function listeningPorts(pid: number): number[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((name) => /socket:\[(\d+)\]/.exec(linkOf(pid, name))?.[1] ?? []),
  );
  return ['tcp', 'tcp6'].flatMap((file) =>
    readFileSync(`/proc/${pid}/net/${file}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && sockets.has(fields[9] ?? ''))
      .map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)),
  );
}

function linkOf(pid: number, name: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${name}`);
  } catch {
    return ''; // It was closed meanwhile.
  }
}

test('the service listens on no port that a web site or another user could reach', async ({ berth }) => {
  expect(listeningPorts(berth.service()?.pid ?? 0)).toEqual([]);
});

test('odd messages of a page end neither the service nor the page', async ({ berth, engine }) => {
  const { page, app } = berth;
  // The port belongs to the page's own script: it is seen when that starts it.
  await page.addInitScript(() => {
    const { start } = MessagePort.prototype as { start: (this: MessagePort) => void };
    MessagePort.prototype.start = function startSeen(this: MessagePort) {
      Object.assign(window, { enginePort: this });
      start.call(this);
    };
  });
  await page.reload();
  await app.navigation.waitFor();
  await page.waitForFunction(() => 'enginePort' in window);
  const pid = berth.service()?.pid;

  const references = ['.', '..', '/', '../x', '../../etc/passwd'];
  const answers = await page.evaluate(async (names) => {
    const port = (window as unknown as { enginePort: MessagePort }).enginePort;
    // As the page's own calls name it: percent-encoded in its address.
    const [, engine] = /^#\/e\/([^/]+)/.exec(window.location.hash) ?? [];
    const ask = (id: string, reference: string) =>
      new Promise<string>((resolve) => {
        port.addEventListener('message', ({ data }) => {
          if (typeof data === 'string' && data.startsWith(`{"i":"${id}"`)) resolve(data);
        });
        port.postMessage(
          JSON.stringify({ i: id, p: { u: '/images/inspect', h: { engine }, b: { json: { reference } } } }),
        );
      });
    return Promise.all(names.map((name, index) => ask(`odd-${index}`, name)));
  }, references);
  for (const answer of answers) expect(answer).toContain('"reason":"reference-invalid"');

  for (const message of ['{"i":"1"}', '{"i":"1","p":{"u":"//"}}', '{{{', 'null', '']) {
    await page.evaluate((text) => {
      (window as unknown as { enginePort: MessagePort }).enginePort.postMessage(text);
    }, message);
    // The port is closed, and the page goes on over a new one.
    const name = `after-${Math.abs(message.length)}`;
    await engine.docker('create', '--name', name, engine.image);
    await expect(app.containers.row(name)).toBeVisible();
  }
  expect(berth.service()?.pid).toBe(pid);
});
