import { notify } from '../client/notify.ts';
import type { PageStores } from '../stores/stores.ts';
import { loadPart } from '../ui/load-part.ts';
import type { ScreenLooks } from './terminal-screen.ts';
import type { SessionState } from './session-state.ts';
import { TerminalSession } from './terminal-session.ts';
import { windowFrames, WriteScheduler } from './write-scheduler.ts';

/** A page without xterm's letters would measure its cells by others. */
const font = '12.5px "JetBrains Mono Variable"';

/** The terminals that this page has shown. They outlive the screens of the page that show them, and end with their terminals. */
export class TerminalSessions {
  readonly #stores: PageStores;
  readonly #window: Window;
  readonly #scheduler: WriteScheduler;
  readonly #sessions = new Map<string, TerminalSession>();
  readonly #listeners = new Set<() => void>();
  #focusWanted: string | null = null;

  constructor(stores: PageStores, window: Window) {
    this.#stores = stores;
    this.#window = window;
    this.#scheduler = new WriteScheduler({ nextFrame: windowFrames(window) });
    // As long as the page: nothing of this is ever taken back.
    window.addEventListener('pagehide', () => {
      for (const session of this.#sessions.values()) session.keepNow();
    });
    new MutationObserver(() => this.#eachScreen((screen) => screen.repaint())).observe(
      window.document.documentElement,
      { attributeFilter: ['data-theme'] },
    );
    stores.preferences.subscribe(({ terminal }, before) => {
      if (terminal === before.terminal) return;
      this.#eachScreen((screen) => screen.change(terminal));
      for (const session of this.#sessions.values()) session.fit();
    });
    this.#focusWanted = stores.terminals.getState().addedId;
    stores.terminals.subscribe(({ terminals, gone, addedId }, before) => {
      // The list may have told of it before, and its screen be there already.
      if (addedId !== null && addedId !== before.addedId) this.wantFocus(addedId);
      const open = new Set([...terminals, ...gone].map(({ id }) => id));
      for (const [id, session] of this.#sessions) {
        if (open.has(id)) continue;
        this.#sessions.delete(id);
        session.close();
      }
    });
  }

  /** The session of a terminal; the first time, this page becomes its view. */
  of(id: string): TerminalSession {
    let session = this.#sessions.get(id);
    if (session === undefined) {
      this.#sessions.set(id, (session = this.#open(id)));
      session.subscribe(() => this.#tell());
      // Its listeners are being drawn just now: they may be told afterwards.
      queueMicrotask(() => this.#tell());
    }
    return session;
  }

  /** Calls back when any session changes, or is opened. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Undefined for a terminal that this page has not shown. */
  stateOf(id: string): SessionState | undefined {
    return this.#sessions.get(id)?.state();
  }

  /** This terminal takes the focus, now when it is shown, else with its next view. */
  wantFocus(id: string): void {
    // Its view may have come before the answer that asked for it.
    this.#focusWanted = this.#sessions.get(id)?.focusIfShown() === true ? null : id;
  }

  /** Whether the focus was meant for this terminal; asked once. */
  takeFocus(id: string): boolean {
    if (this.#focusWanted !== id) return false;
    this.#focusWanted = null;
    return true;
  }

  #tell(): void {
    notify(this.#listeners);
  }

  #open(id: string): TerminalSession {
    const { connection, preferences } = this.#stores;
    const { document, navigator } = this.#window;
    return new TerminalSession(id, {
      connection,
      scheduler: this.#scheduler,
      looks: (): ScreenLooks => preferences.getState().terminal,
      allowsClipboard: () => preferences.getState().terminal.allowsClipboard,
      writeClipboard: (text) => {
        // The browser may refuse a page that is not in front; the program cannot be told.
        navigator.clipboard.writeText(text).catch(() => {});
      },
      openScreen: async (size, looks, events) => {
        const [{ TerminalScreen }] = await Promise.all([
          loadPart(() => import('./terminal-screen.ts')),
          // Without its letters the terminal takes the system's.
          document.fonts.load(font).catch(() => []),
        ]);
        return new TerminalScreen(document, size, looks, events);
      },
      nextFrame: windowFrames(this.#window),
      setTimer: (callback, delayMs) => {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
    });
  }

  #eachScreen(act: (screen: Awaited<TerminalSession['screen']>) => void): void {
    for (const session of this.#sessions.values()) {
      // One that could not be fetched says so in its own place.
      session.screen.then(act, () => {});
    }
  }
}

const sessionsOfStores = new WeakMap<PageStores['terminals'], TerminalSessions>();

/** The one set of sessions of a page, made when the first terminal is shown: the first paint needs none of it. */
export function sessionsOf(stores: PageStores): TerminalSessions {
  let sessions = sessionsOfStores.get(stores.terminals);
  if (sessions === undefined) sessionsOfStores.set(stores.terminals, (sessions = new TerminalSessions(stores, window)));
  return sessions;
}
