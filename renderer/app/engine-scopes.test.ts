import { afterEach, expect, test, vi } from 'vitest';
import { EngineStores } from '../stores/engine-stores.ts';
import { openPage } from '../verbs/test/page.ts';
import { EngineScopes } from './engine-scopes.ts';

afterEach(() => vi.unstubAllGlobals());

test('a dialog that was opened before the page knew its engine is a dialog of that engine', () => {
  vi.stubGlobal('location', { hash: '#/e/bundled/containers' });
  const life = new AbortController();
  const { stores, t } = openPage({});
  const scopes = new EngineScopes(new EngineStores(stores, life.signal), t);
  scopes.adopt('bundled');
  expect(scopes.of('bundled').stores.dialogs.getState().open).toEqual({ kind: 'none' });
  scopes.none.stores.dialogs.show({ kind: 'run', image: null });
  scopes.adopt('bundled');
  expect(scopes.none.stores.dialogs.getState().open).toEqual({ kind: 'none' });
  expect(scopes.of('bundled').stores.dialogs.getState().open).toEqual({ kind: 'run', image: null });
  life.abort();
});
