import { Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { ContainersPage } from '../nouns/containers/containers-page.tsx';
import { type ContainerTab, containerTabs, parseRegistryPlace, places } from '../verbs/places.ts';
import {
  ContainerPage,
  ImagesPage,
  LogsPage,
  NetworksPage,
  RegistriesPage,
  SettingsPage,
  TerminalsPage,
  VolumesPage,
} from './lazy-parts.ts';

/** The screens by their addresses. An address that leads nowhere leads to the containers. */
export function Routes() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path={places.containers}>
          <ContainersPage />
        </Route>
        <Route path="/containers/:id/:tab">
          {({ id, tab }) =>
            isContainerTab(tab) ? (
              <ContainerPage key={id} id={id} tab={tab} />
            ) : (
              <Redirect to={places.containers} replace />
            )
          }
        </Route>
        <Route path={places.images}>
          <ImagesPage />
        </Route>
        <Route path={places.volumes}>
          <VolumesPage />
        </Route>
        <Route path={places.networks}>
          <NetworksPage />
        </Route>
        <Route path={places.terminals}>
          <TerminalsPage />
        </Route>
        <Route path={`${places.logs}/:choice?`}>{({ choice }) => <LogsPage choice={choice ?? ''} />}</Route>
        <Route path={`${places.registries}/:address?`}>
          {({ address }) => <RegistriesPage address={parseRegistryPlace(address ?? '')} />}
        </Route>
        <Route path={places.settings}>
          <SettingsPage />
        </Route>
        <Route>
          <Redirect to={places.containers} replace />
        </Route>
      </Switch>
    </Suspense>
  );
}

function isContainerTab(tab: string): tab is ContainerTab {
  return containerTabs.some((known) => known === tab);
}
