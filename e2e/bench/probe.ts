import type { Page } from '@playwright/test';

/** What the probe puts on the page; times are `performance.now()` of the page, taken right after a frame was painted. */
interface Probe {
  /** Resolves after the first painted frame in which the test holds; it is tried after each change of the document. */
  painted(test: () => boolean): Promise<number>;
  /** Times of `painted` promises that a bench asked for before and fetches later. */
  readonly pending: Map<string, Promise<number>>;
  /** Records the distance between frames until `stop`. */
  frames(): { stop(): number[] };
}

declare global {
  interface Window {
    berthProbe: Probe;
  }
}

/** Runs on the page. */
function probe(): void {
  // What a page changes in a frame's own callback is painted with that frame, not with the next.
  let isInFrame = false;
  const requestFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    requestFrame((nowMs) => {
      isInFrame = true;
      callback(nowMs);
      // Observers of what the callback changed were queued before this.
      queueMicrotask(() => {
        isInFrame = false;
      });
    });
  // A message that is posted in an animation frame's callback arrives after that frame has been painted.
  const afterPaint = (): Promise<number> =>
    new Promise((resolve) => {
      const tell = (): void => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => resolve(performance.now()), { once: true });
        port1.start();
        port2.postMessage(null);
      };
      if (isInFrame) tell();
      else requestFrame(tell);
    });
  window.berthProbe = {
    pending: new Map(),
    painted: (test) =>
      new Promise((resolve) => {
        const observer = new MutationObserver(check);
        function check(): void {
          if (!test()) return;
          observer.disconnect();
          void afterPaint().then(resolve);
        }
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
        check();
      }),
    frames: () => {
      const deltas: number[] = [];
      let last = -1;
      let isOver = false;
      const step = (now: number): void => {
        if (isOver) return;
        if (last >= 0) deltas.push(now - last);
        last = now;
        requestAnimationFrame(step);
      };
      requestAnimationFrame(step);
      return {
        stop: () => {
          isOver = true;
          return deltas;
        },
      };
    },
  };
}

/** The probe as a script, for a page that no test tool drives. */
export const probeScript = `(${probe.toString()})()`;

/** Puts the probe on every document that the page will load. */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(probe);
}
