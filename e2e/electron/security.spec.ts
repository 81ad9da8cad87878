import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from './test.ts';

interface SeenDownload {
  readonly url: string;
  readonly isRefused: boolean;
}

/** Gives every download that the app does not refuse a file in `folder`; answers the downloads. */
async function watchDownloads(electron: ElectronApplication, folder: string): Promise<() => Promise<SeenDownload[]>> {
  await electron.evaluate(({ session }, target) => {
    const seen: SeenDownload[] = [];
    Object.assign(globalThis, { seenDownloads: seen });
    session.defaultSession.on('will-download', (event, item) => {
      const url = item.getURL();
      const isRefused = event.defaultPrevented;
      if (!isRefused) item.setSavePath(`${target}/${seen.length}`);
      seen.push({ url, isRefused });
    });
  }, folder);
  return () => electron.evaluate(() => (globalThis as unknown as { seenDownloads: SeenDownload[] }).seenDownloads);
}

test.describe('the page', () => {
  test('cannot reach Node or Electron, and is given nothing to call', async ({ berth }) => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'global',
      'Buffer',
      'setImmediate',
      '__dirname',
      'electron',
      'ipcRenderer',
    ];
    const reached = await berth.page.evaluate((all) => all.filter((name) => name in window), names);
    expect(reached).toEqual([]);

    // What a page of the same origin has without our preload is all that it has with it.
    const readGlobals = () => Object.getOwnPropertyNames(window).sort();
    const plain = await berth.electron.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, contextIsolation: true } });
      await window.loadURL('berth://app/index.html');
      const globals = await window.webContents.executeJavaScript('Object.getOwnPropertyNames(window).sort()');
      window.destroy();
      return globals as string[];
    });
    const added = (await berth.page.evaluate(readGlobals)).filter(
      (name) => !plain.includes(name) && !name.startsWith('__playwright'),
    );
    expect(added).toEqual([]);
  });

  test('opens no window and goes nowhere', async ({ berth }) => {
    await berth.electron.evaluate(({ shell }) => {
      const marks = globalThis as unknown as { opened: string[] };
      marks.opened = [];
      shell.openExternal = async (url) => {
        marks.opened.push(url);
      };
    });
    const opened = () => berth.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
    const address = berth.page.url();

    for (const url of ['https://example.com/', 'about:blank', 'berth://app/', 'file:///etc/passwd', 'javascript:1']) {
      expect(await berth.page.evaluate((target) => window.open(target) === null, url)).toBe(true);
    }
    expect(await opened()).toEqual([]);
    expect(await berth.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);

    for (const url of ['https://example.com/', 'file:///etc/passwd', 'data:text/html,x', 'berth://other/']) {
      await berth.page.evaluate((target) => location.assign(target), url);
    }
    await berth.page.waitForTimeout(300);
    expect(berth.page.url()).toBe(address);
    // Playwright's locators would wait for the end of the navigations that never began.
    expect(await berth.page.evaluate(() => document.querySelector('nav') !== null)).toBe(true);
  });

  test('lets a link that the user clicks open in the system browser, when it is safe', async ({ berth }) => {
    await berth.electron.evaluate(({ shell }) => {
      const marks = globalThis as unknown as { opened: string[] };
      marks.opened = [];
      shell.openExternal = async (url) => {
        marks.opened.push(url);
      };
    });
    for (const url of [
      'https://docs.docker.com/',
      'http://localhost:8080/',
      'http://example.com/',
      'http://name:secret@example.com/',
      'file:///etc/passwd',
    ]) {
      await berth.page.evaluate((target) => {
        const link = Object.assign(document.createElement('a'), { href: target, target: '_blank', textContent: 'try' });
        link.id = 'try';
        link.style.cssText = 'position: fixed; top: 0; left: 0; z-index: 9999';
        document.body.append(link);
      }, url);
      await berth.page.locator('#try').click();
      await berth.page.evaluate(() => document.querySelector('#try')?.remove());
    }
    const opened = await berth.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
    expect(opened).toEqual(['https://docs.docker.com/', 'http://localhost:8080/', 'http://example.com/']);
    expect(await berth.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  test('downloads nothing, by a link or by an answer that is an attachment', async ({ berth, folder }) => {
    const downloads = path.join(folder, 'downloads');
    await mkdir(downloads);
    const seen = await watchDownloads(berth.electron, downloads);
    await berth.page.evaluate(() => {
      const link = document.createElement('a');
      link.download = 'page.html';
      link.href = 'berth://app/index.html';
      link.click();
      link.href = URL.createObjectURL(new Blob(['made by the page']));
      link.click();
    });
    await expect.poll(async () => (await seen()).length).toBe(2);

    const server = createServer((_request, response) => {
      response.setHeader('Content-Disposition', 'attachment; filename="report.sh"');
      response.end('echo from a server');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/report`;
      // The page cannot go there, and its session reaches no server: main takes it there.
      await berth.electron.evaluate(async ({ BrowserWindow, session }, address) => {
        await session.defaultSession.setProxy({ mode: 'direct' });
        await BrowserWindow.getAllWindows()[0]
          ?.loadURL(address)
          .catch(() => undefined);
      }, url);
      await expect.poll(async () => (await seen()).at(-1)?.url).toBe(url);
    } finally {
      server.close();
    }
    expect((await seen()).map(({ isRefused }) => isRefused)).toEqual([true, true, true]);
    expect(await readdir(downloads)).toEqual([]);
  });

  test('connects to no computer, by WebRTC or ahead of a request', async ({ berth }) => {
    const udp = createSocket('udp4');
    const tcp = createTcpServer((socket) => socket.destroy());
    let reached = 0;
    udp.on('message', () => reached++);
    tcp.on('connection', () => reached++);
    udp.bind(0, '127.0.0.1');
    tcp.listen(0, '127.0.0.1');
    await Promise.all([once(udp, 'listening'), once(tcp, 'listening')]);
    try {
      const ports = { udp: udp.address().port, tcp: (tcp.address() as AddressInfo).port };
      await berth.page.evaluate(async ({ udp: udpPort, tcp: tcpPort }) => {
        const href = `http://127.0.0.1:${tcpPort}/`;
        document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href }));
        const turn = { urls: `turn:127.0.0.1:${tcpPort}?transport=tcp`, username: 'u', credential: 'c' };
        const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${udpPort}` }, turn] });
        connection.createDataChannel('out');
        await connection.setLocalDescription(await connection.createOffer());
        await new Promise<void>((resolve) => {
          const look = () => {
            if (connection.iceGatheringState === 'complete') resolve();
          };
          connection.addEventListener('icegatheringstatechange', look);
          look();
        });
        connection.close();
      }, ports);
      expect(reached).toBe(0);
    } finally {
      udp.close();
      tcp.close();
    }
  });

  test('checks no spelling, because Chromium fetches dictionaries for that', async ({ berth }) => {
    expect(await berth.electron.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled())).toBe(false);
  });

  test('embeds nothing', async ({ berth }) => {
    const hasGuest = await berth.page.evaluate(() => {
      const view = document.createElement('webview');
      view.setAttribute('src', 'https://example.com/');
      document.body.append(view);
      return 'getWebContentsId' in view;
    });
    expect(hasGuest).toBe(false);
    const violation = await berth.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
            once: true,
          });
          document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://example.com/' }));
        }),
    );
    expect(violation).toBe('frame-src');
    expect(await berth.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  test('gets no permission but to copy', async ({ berth }) => {
    const answers = await berth.page.evaluate(async () => {
      const fail = (error: unknown) => (error instanceof Error ? error.name : String(error));
      const ask = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
      return {
        notifications: await Notification.requestPermission(),
        geolocation: await ask('geolocation'),
        camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'given', fail),
        read: await navigator.clipboard.readText().then(() => 'given', fail),
        midi: await navigator.requestMIDIAccess({ sysex: true }).then(() => 'given', fail),
      };
    });
    expect(answers.notifications).toBe('denied');
    expect(answers.geolocation).toBe('denied');
    expect(answers.camera).not.toBe('given');
    expect(answers.read).toBe('NotAllowedError');
    expect(answers.midi).not.toBe('given');
  });

  test('runs no script but its own files', async ({ berth }) => {
    const directives = await berth.page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) =>
        seen.push(`${event.effectiveDirective} ${event.blockedURI}`),
      );
      const inline = document.createElement('script');
      inline.textContent = 'window.wasInline = true';
      const remote = document.createElement('script');
      remote.src = 'https://example.com/remote.js';
      const handler = document.createElement('div');
      handler.setAttribute('onclick', 'window.wasHandler = true');
      document.body.append(inline, remote, handler);
      handler.click();
      // In a timer, because what a debugger evaluates may use eval.
      const evaluated = await new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            // eslint-disable-next-line typescript/no-implied-eval -- this is what must not work
            resolve(String(new Function('return 1')()));
          } catch (error) {
            resolve(error instanceof Error ? error.name : '');
          }
        });
      });
      const fetched = await fetch('https://example.com/').then(
        () => 'answered',
        () => 'refused',
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { seen, evaluated, fetched, ran: 'wasInline' in window || 'wasHandler' in window };
    });
    expect(directives.ran).toBe(false);
    expect(directives.evaluated).toBe('EvalError');
    expect(directives.fetched).toBe('refused');
    expect(directives.seen).toEqual(
      expect.arrayContaining([
        'script-src-elem inline',
        'script-src-attr inline',
        'script-src-elem https://example.com/remote.js',
        'script-src eval',
        'connect-src https://example.com/',
      ]),
    );
  });

  test('listens to no foreign frame', async ({ berth, engine }) => {
    await berth.page.evaluate(() => document.body.append(document.createElement('iframe')));
    const frame = berth.page.frames().find((one) => one.parentFrame() !== null);
    const answered = await frame?.evaluate(async () => {
      const { port1, port2 } = new MessageChannel();
      let messages = 0;
      port1.addEventListener('message', () => messages++);
      port1.start();
      window.parent.postMessage({ type: 'berth:engine-port' }, '*', [port2]);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return messages;
    });
    expect(answered).toBe(0);
    await engine.docker('run', '--detach', '--name', 'still-here', engine.image, 'sleep', '1000');
    await expect(berth.app.containers.row('still-here')).toBeVisible();
  });

  test('is served only files of its folder, with a strict policy', async ({ berth }) => {
    const answers = await berth.page.evaluate(async () => {
      const get = async (url: string, method = 'GET') => {
        const response = await fetch(url, { method });
        return {
          status: response.status,
          policy: response.headers.get('content-security-policy'),
          sniff: response.headers.get('x-content-type-options'),
        };
      };
      return {
        page: await get('berth://app/'),
        up: await get('berth://app/..%2fengine%2futility.cjs'),
        absent: await get('berth://app/absent.js'),
        folder: await get('berth://app/assets'),
        post: await get('berth://app/', 'POST'),
      };
    });
    expect(answers.page.status).toBe(200);
    expect(answers.page.policy).toContain("default-src 'none'");
    expect(answers.page.policy).not.toContain('unsafe');
    expect(answers.page.sniff).toBe('nosniff');
    for (const refused of [answers.up, answers.absent, answers.folder, answers.post]) expect(refused.status).toBe(404);
  });
});
