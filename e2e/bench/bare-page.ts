import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, CDPSession } from '@playwright/test';
import { probeScript } from './probe.ts';
import { isListPainted } from './rig.ts';

const answerMs = 30_000;
const notchMs = 16;

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** When a list was painted, counted from when its navigation began, which is `timeOrigin`; both in milliseconds. */
interface PaintedList {
  readonly paintedMs: number;
  readonly timeOrigin: number;
}

/**
 * A page of its own that nobody debugs. On those that Playwright drives V8's inspector is on: each Error that a script makes then has it parse the whole
 * script once more for the lines of its stack, and react-dom makes one while it is read (60 to 110 ms of a first paint, on two cores). The tool's
 * own session of the browser reaches this one by messages within messages.
 */
export class BarePage implements AsyncDisposable {
  readonly #browser: CDPSession;
  readonly #contextId: string;
  readonly #sessionId: string;
  #sent = 0;

  private constructor(browser: CDPSession, contextId: string, sessionId: string) {
    this.#browser = browser;
    this.#contextId = contextId;
    this.#sessionId = sessionId;
  }

  static async open(browser: Browser): Promise<BarePage> {
    const session = await browser.newBrowserCDPSession();
    const { browserContextId } = await session.send('Target.createBrowserContext');
    const { targetId } = await session.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await session.send('Target.attachToTarget', { targetId, flatten: false });
    const page = new BarePage(session, browserContextId, sessionId);
    const size = { width: 1440, height: 900, deviceScaleFactor: 1, mobile: false };
    await page.#send('Emulation.setDeviceMetricsOverride', size);
    await page.#send('Page.enable', {});
    await page.#send('Page.addScriptToEvaluateOnNewDocument', { source: probeScript });
    return page;
  }

  async #send(method: string, params: object): Promise<unknown> {
    const id = ++this.#sent;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const late = setTimeout(() => reject(new Error(`${method} was not answered.`)), answerMs);
    const listen = ({ sessionId, message }: { sessionId: string; message: string }): void => {
      if (sessionId !== this.#sessionId) return;
      const answer = JSON.parse(message) as Answer;
      if (answer.id !== id) return;
      if (answer.error === undefined) resolve(answer.result);
      else reject(new Error(`${method}: ${answer.error.message}`));
    };
    this.#browser.on('Target.receivedMessageFromTarget', listen);
    try {
      const message = JSON.stringify({ id, method, params });
      await this.#browser.send('Target.sendMessageToTarget', { sessionId: this.#sessionId, message });
      return await promise;
    } finally {
      clearTimeout(late);
      this.#browser.off('Target.receivedMessageFromTarget', listen);
    }
  }

  /** Opens the address and answers when at least so many rows of its list were painted, a given name on one of them. */
  async paintList(url: string, rows: number, name: string): Promise<PaintedList> {
    await this.#send('Page.navigate', { url });
    const painted = `window.berthProbe.painted(${isListPainted(rows, name)})`;
    return this.#evaluate(`${painted}.then((paintedMs) => ({ paintedMs, timeOrigin: performance.timeOrigin }))`, false);
  }

  /** Goes to a container's log, as by a click; answers when a row with this text was painted, in milliseconds since then. */
  async paintLog(id: string, text: string): Promise<number> {
    return this.#evaluate(
      `(async () => {
        const before = performance.now();
        window.location.hash = ${JSON.stringify(`#/containers/${id}/logs`)};
        const rows = () => [...document.querySelectorAll('[role=log] [data-row]')];
        const isShown = () => rows().some(({ textContent }) => textContent.includes(${JSON.stringify(text)}));
        return (await window.berthProbe.painted(isShown)) - before;
      })()`,
      true,
    );
  }

  /** How many rows and nodes are in the document. */
  async size(): Promise<{ rows: number; nodes: number }> {
    return this.#evaluate(
      `(() => {
        let nodes = 0;
        for (const walker = document.createTreeWalker(document); walker.nextNode() !== null;) nodes++;
        return { rows: document.querySelectorAll('[role=row]').length, nodes };
      })()`,
      false,
    );
  }

  /** Turns a wheel over the middle of the page, a notch every 16 ms; answers the distances between frames meanwhile, in milliseconds. */
  async wheel(notchesPx: readonly number[]): Promise<number[]> {
    await this.#evaluate('void (window.berthFrames = window.berthProbe.frames())', false);
    for (const deltaY of notchesPx) {
      const event = { type: 'mouseWheel', x: 700, y: 450, deltaX: 0, deltaY };
      await Promise.all([this.#send('Input.dispatchMouseEvent', event), sleep(notchMs)]);
    }
    return this.#evaluate('window.berthFrames.stop()', false);
  }

  /** `isByUser` makes it count as a click or key of the person's, after which a page moves the focus. */
  async #evaluate<Value>(expression: string, isByUser: boolean): Promise<Value> {
    const options = { awaitPromise: true, returnByValue: true, userGesture: isByUser };
    const answer = (await this.#send('Runtime.evaluate', { expression, ...options })) as {
      readonly result: { readonly value: Value };
      readonly exceptionDetails?: { readonly text: string };
    };
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.send('Target.disposeBrowserContext', { browserContextId: this.#contextId });
    await this.#browser.detach();
  }
}
