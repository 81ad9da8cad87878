import { connect, hurryOnReturn } from '../client/connection.ts';
import { pause } from '../client/or-aborted.ts';
import { takeToken } from '../client/page-token.ts';
import { EngineStores, firstEngineOf } from '../stores/engine-stores.ts';
import { keepTime } from '../stores/now-store.ts';
import { createPageStores, firstAnswer, followEngines, type Stores } from '../stores/stores.ts';
import { loadPart } from '../ui/load-part.ts';
import { parseEnginePlace } from '../verbs/places.ts';
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

  const page = createPageStores({ connection, storage: storageOr(() => window.localStorage), nowMs });
  followTheme(page.preferences, window, life.signal);
  keepTime(page.now, nowMs, document, life.signal);
  const engines = new EngineStores(page, life.signal);
  void followEngines(page, life.signal);
  const first = findFirst(engines, life.signal);
  void first.then((stores) => engines.followRest(stores));

  void drawWithList(root, engines, first, life.signal);

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

/** The stores of the engine that the address names, else of the one that the service puts first. */
async function findFirst(engines: EngineStores, signal: AbortSignal): Promise<Stores> {
  const asked = parseEnginePlace(location.hash.replace(/^#/, ''));
  if (asked !== null) return engines.of(asked.engineId);
  await firstAnswer(engines.page.engines, signal);
  return engines.of(firstEngineOf(engines.page.engines.getState().rows) ?? '');
}

async function drawWithList(
  root: HTMLElement,
  engines: EngineStores,
  first: Promise<Stores>,
  signal: AbortSignal,
): Promise<void> {
  const listed = first.then((stores) => firstAnswer(stores.nouns.of('containers'), signal));
  const { draw } = await loadPart(() => import('./draw.tsx'));
  await Promise.race([listed, pause(listWithinMs, signal)]);
  draw(root, engines);
}

function nowMs(): number {
  return Date.now();
}

const root = document.querySelector<HTMLElement>('#root');
if (root !== null) start(root);
