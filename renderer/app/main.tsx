import { createRoot } from 'react-dom/client';
import { navigate } from 'wouter/use-hash-location';
import { connect, hurryOnReturn } from '../client/connection.ts';
import { takeToken } from '../client/page-token.ts';
import { createI18n, languageOf, localeOf } from '../i18n/create-i18n.ts';
import { keepTime } from '../stores/now-store.ts';
import { createStores, followEverything } from '../stores/stores.ts';
import { createVerbRunner } from '../verbs/run-verb.ts';
import { App } from './app.tsx';
import { mendStyleSheets } from './mend-style-sheets.ts';
import { openTransportOf } from './open-transport.ts';
import { storageOr } from './safe-storage.ts';
import { followTheme } from './theme.ts';

/** The composition root of the page: everything that lives as long as the page is made here, and here only. */
function start(root: HTMLElement): void {
  const life = new AbortController();
  mendStyleSheets(window, life.signal);
  const tabStorage = storageOr(() => window.sessionStorage);
  tabStorage.setItem('berth.reloads', '0');
  const takeTabToken = () => takeToken({ location, history, storage: tabStorage });
  takeTabToken();

  const connection = connect(openTransportOf(window, tabStorage));
  hurryOnReturn(connection, document, window, life.signal);
  // Somebody may paste a fresh address into a tab that was refused.
  window.addEventListener('hashchange', () => takeTabToken() && connection.tryNow(), { signal: life.signal });

  const i18n = createI18n(languageOf(location.search), localeOf(navigator.languages));
  const stores = createStores({ connection, storage: storageOr(() => window.localStorage), nowMs });
  followTheme(stores.preferences, window, life.signal);
  keepTime(stores.now, nowMs, document, life.signal);
  void followEverything(stores, life.signal);

  const verbs = createVerbRunner({ stores, t: i18n.t, navigate, openExternal, nowMs });
  const draw = () => createRoot(root).render(<App i18n={i18n} stores={stores} verbs={verbs} />);
  // The first drawing keeps the page busy. Asked for before it, the list comes while it goes on.
  const asked = connection.whenConnected(AbortSignal.timeout(longestHandshakeMs)).then(nextTask);
  void asked.catch(() => undefined).then(draw);

  window.addEventListener(
    'pagehide',
    ({ persisted }) => {
      // A page in the back-forward cache goes on when it comes back; its connection mends itself.
      if (persisted) return;
      life.abort();
      connection[Symbol.dispose]();
    },
    { signal: life.signal },
  );
}

/** A connection on this computer is there within 20 ms; one that takes longer must not hold up the page. */
const longestHandshakeMs = 60;

/** After what is waiting to be sent has been handed to the browser. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function nowMs(): number {
  return Date.now();
}

function openExternal(url: string): void {
  window.open(url, '_blank', 'noopener,noreferrer');
}

const root = document.querySelector<HTMLElement>('#root');
if (root !== null) start(root);
