import { Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { nouns } from '../nouns/nouns.ts';
import { places } from '../verbs/places.ts';
import { SettingsPage } from './lazy-parts.ts';

/** The screens by their addresses. An address that leads nowhere leads to the first noun. */
export function Routes() {
  const [first] = nouns;
  return (
    <Suspense fallback={null}>
      <Switch>
        {nouns.flatMap(({ screens }) =>
          screens.map(({ path, draw }) => (
            <Route key={path} path={path}>
              {draw}
            </Route>
          )),
        )}
        <Route path={places.settings}>
          <SettingsPage />
        </Route>
        <Route>
          <Redirect to={first.place} replace />
        </Route>
      </Switch>
    </Suspense>
  );
}
