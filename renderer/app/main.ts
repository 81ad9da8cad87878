import { connect, hurryOnReturn } from '../client/connection.ts';
import { pause } from '../client/or-aborted.ts';
import { takeToken } from '../client/page-token.ts';
import { keepTime } from '../stores/now-store.ts';
import { createStores, firstAnswer, followEverything, type Stores } from '../stores/stores.ts';
import { loadPart } from '../ui/load-part.ts';
import { mendStyleSheets } from './mend-style-sheets.ts';
import { openTransportOf } from './open-transport.ts';
import { storageOr } from './safe-storage.ts';
import { followTheme } from './theme.ts';

/** The list mostly comes while the half that draws is read: a page without rows would be laid out and painted for nothing. */
const listWithinMs = 50;

/**
 * The composition root of the page: everything that lives as long as the page is made here and in `draw.tsx`, and there only. This half is small and
 * is there first: it asks for the lists while the half that draws is still being read.
 */
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

  const stores = createStores({ connection, storage: storageOr(() => window.localStorage), nowMs });
  followTheme(stores.preferences, window, life.signal);
  keepTime(stores.now, nowMs, document, life.signal);
  void followEverything(stores, life.signal);

  void drawWithList(root, stores, life.signal);

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

async function drawWithList(root: HTMLElement, stores: Stores, signal: AbortSignal): Promise<void> {
  const listed = firstAnswer(stores.containers, signal);
  const { draw } = await loadPart(() => import('./draw.tsx'));
  await Promise.race([listed, pause(listWithinMs, signal)]);
  draw(root, stores);
}

function nowMs(): number {
  return Date.now();
}

const root = document.querySelector<HTMLElement>('#root');
if (root !== null) start(root);
