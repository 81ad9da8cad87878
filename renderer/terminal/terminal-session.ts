import { Deferred } from '../client/deferred.ts';
import { type EngineProblem, toEngineProblem } from '../client/engine-problem.ts';
import { notify } from '../client/notify.ts';
import { orAborted, pause } from '../client/or-aborted.ts';
import { retryDelayMs } from '../client/retry-delay.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { InputQueue } from './input-queue.ts';
import { maxWriteBytes } from './limits.ts';
import { OutputFlow } from './output-flow.ts';
import { safeTitle } from './safe-title.ts';
import { ScreenKeeper } from './screen-keeper.ts';
import type { SessionHost } from './session-host.ts';
import { beginningState, type SessionState } from './session-state.ts';
import { SizeTeller } from './size-teller.ts';
import type { ScreenEvents, ScreenSize, TerminalScreen } from './terminal-screen.ts';
import { toWebLink } from '../objects/web-link.ts';

/** Programs that want more than this on the clipboard want something else. */
const longestClipboard = 1024 * 1024;

/** What waits of answers to a program's questions; those for all 256 colours take 7 KiB. */
const maxAnswerBytes = 64 * 1024;

const firstSize: ScreenSize = { columns: 80, rows: 24 };

/** One terminal as this page shows it: pulls its output, sends its input, and lives on while it is not in view. */
export class TerminalSession {
  readonly id: string;
  /** Its screen, once xterm is there. */
  readonly screen: Promise<TerminalScreen>;
  readonly #host: SessionHost;
  readonly #life = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #input: InputQueue;
  readonly #flow: OutputFlow;
  readonly #sizes: SizeTeller;
  readonly #typedEarly: Uint8Array[] = [];
  #screen: TerminalScreen | null = null;
  #keeper: ScreenKeeper | null = null;
  #state = beginningState;
  #view = '';
  #again = new Deferred<void>();
  #isInView = false;
  /** In a row, for want of a connection. */
  #failures = 0;

  constructor(id: string, host: SessionHost) {
    this.id = id;
    this.#host = host;
    const { signal } = this.#life;
    this.#input = new InputQueue({
      send: async (bytes, sending) =>
        await host.connection.client.terminals.write(
          { terminal: id, view: this.#view, bytes: toBase64(bytes) },
          { signal: sending },
        ),
      maxBytes: maxWriteBytes,
      maxAnswerBytes,
      onProblem: (error) => this.#set({ inputProblem: toEngineProblem(error) }),
      signal,
    });
    this.#sizes = new SizeTeller({
      size: () => this.#screen?.size ?? firstSize,
      tell: async (size) =>
        await host.connection.client.terminals.resize({ terminal: id, view: this.#view, size }, { signal }),
    });
    this.#flow = new OutputFlow({
      host,
      isVisible: () => this.#isInView,
      onReplayed: () => this.fit(),
      signal,
    });
    this.screen = host.openScreen(firstSize, host.looks(), this.#events());
    void this.#run();
  }

  readonly state = (): SessionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes it back from another page, or tries again after a failure. */
  readonly takeBack = (): void => {
    this.#again.resolve();
  };

  readonly answerLink = (): void => this.#set({ link: null });
  readonly dismissProblem = (): void => this.#set({ inputProblem: null });

  /** Whether somebody looks at it; the mark of a bell goes when they do. */
  setInView(isInView: boolean): void {
    this.#isInView = isInView;
    if (isInView && this.#state.hasBell) this.#set({ hasBell: false });
  }

  /** Answers whether it could. */
  focusIfShown(): boolean {
    if (!this.#isInView || this.#screen?.element.isConnected !== true) return false;
    this.#screen.focus();
    return true;
  }

  /** Fills its place, and tells the program. */
  fit(): void {
    if (this.#state.phase !== 'live' && this.#state.phase !== 'ended') return;
    // What was drawn for another size is drawn up in that one first.
    if (this.#flow.isReplaying) return;
    this.#screen?.fit();
    if (this.#state.phase === 'live') void this.#sizes.tell();
  }

  /** Hands the screen to the service, as far as it can still be done: the page is about to go. */
  keepNow(): void {
    this.#keeper?.keep('atRest');
  }

  close(): void {
    this.#life.abort();
    this.#flow.close();
    this.#keeper?.close();
    // A screen that is still being fetched is closed when it comes.
    this.screen.then(
      (screen) => screen.dispose(),
      () => {},
    );
  }

  #events(): ScreenEvents {
    const { allowsClipboard, writeClipboard } = this.#host;
    return {
      onInput: (bytes, kind) => {
        if (this.#state.phase === 'live') this.#input.push(bytes, kind);
        // Who opens a terminal types at once; what is typed while there is none to type into is not kept for later.
        else if (this.#state.phase === 'opening' && kind === 'typed') this.#typedEarly.push(bytes);
      },
      onTitle: (title) => this.#set({ title: safeTitle(title) }),
      onBell: () => {
        if (!this.#isInView && !this.#state.hasBell) this.#set({ hasBell: true });
      },
      onLink: (text) => {
        const link = toWebLink(text);
        if (link !== null) this.#set({ link });
      },
      onClipboard: (base64) => {
        if (!allowsClipboard() || base64.length > longestClipboard) return;
        try {
          writeClipboard(new TextDecoder().decode(fromBase64(base64)));
        } catch {
          // Not base64: the program is mistaken, and there is nobody to tell.
        }
      },
      onMatches: (index, count) => this.#set({ matches: { index, count } }),
      isReplaying: () => this.#flow.isReplaying,
    };
  }

  #set(change: Partial<SessionState>): void {
    if (this.#life.signal.aborted) return;
    this.#state = { ...this.#state, ...change };
    notify(this.#listeners);
  }

  async #run(): Promise<void> {
    const { signal } = this.#life;
    try {
      this.#screen = await this.screen;
    } catch (error) {
      this.#set({ phase: 'failed', problem: toEngineProblem(error) });
      return;
    }
    while (!signal.aborted) {
      try {
        await this.#follow(this.#screen);
        this.#set({ phase: 'ended' });
        return;
      } catch (error) {
        this.#keeper?.close();
        if (signal.aborted) return;
        // The abort alone rejects here, and the loop's condition ends it.
        await this.#recover(toEngineProblem(error)).catch(() => {});
      }
    }
  }

  /** What a failure means for the person, and when to try again. */
  async #recover(problem: EngineProblem): Promise<void> {
    const { signal } = this.#life;
    if (problem.code === 'unreachable') {
      this.#set({ phase: 'waiting' });
      await this.#host.connection.whenConnected(signal);
      // A connection that is back is worth an attempt at once; only what fails again waits.
      if (this.#failures > 0) await pause(retryDelayMs(this.#failures), signal);
      this.#failures += 1;
      return;
    }
    this.#typedEarly.length = 0;
    const phase = problem.code === 'conflict' ? 'elsewhere' : problem.code === 'not-found' ? 'gone' : 'failed';
    this.#again = new Deferred<void>();
    this.#set({ phase, problem });
    await orAborted(this.#again.promise, signal);
    this.#set({ phase: 'opening', problem: null });
  }

  /** Becomes the terminal's view, and shows it to its end. */
  async #follow(screen: TerminalScreen): Promise<void> {
    const { terminals } = this.#host.connection.client;
    const { signal } = this.#life;
    const terminal = this.id;
    const taken = await terminals.take({ terminal }, { signal });
    await this.#flow.drop();
    await screen.reset(taken.size);
    const { view, offset } = taken;
    this.#view = view;
    const keeper = new ScreenKeeper({
      offset,
      snapshot: (when) => screen.snapshot(when),
      keep: async (at, snapshot) => {
        await terminals.keep({ terminal, view, offset: at, snapshot, size: screen.size }, { signal });
      },
      setTimer: this.#host.setTimer,
    });
    this.#keeper = keeper;
    const drawing = { screen, keeper, beginning: taken };
    this.#flow.begin(drawing);
    this.#sizes.assume(taken.resizes.at(-1)?.size ?? taken.size);
    if (taken.snapshot !== '') {
      await new Promise<void>((resolve) => {
        screen.write(taken.snapshot, resolve);
      });
    }
    this.#failures = 0;
    this.#set({ phase: 'live', problem: null, inputProblem: null });
    for (const typed of this.#typedEarly.splice(0)) this.#input.push(typed, 'typed');
    await this.#flow.show(
      async (wanted, reading) => await terminals.read({ terminal, view, ...wanted }, { signal: reading }),
      drawing,
    );
    keeper.keep('atRest');
  }
}
