import { Container as ContainerIcon } from 'lucide-react';
import { Redirect } from 'wouter';
import { listContainersCommand } from '../../../engine/commands/containers.ts';
import { nameInGroup } from '../../objects/container-name.ts';
import { needsAttention, statusOf } from '../../objects/container-status.ts';
import { NounAttention, RowCount } from '../../page/noun-count.tsx';
import { useNowMs, useRows } from '../../stores/stores-context.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { containerVerbs, showLogs } from '../../verbs/container-verbs.ts';
import { type ContainerTab, containerTabs, places } from '../../verbs/places.ts';
import { nounOf } from '../noun.ts';
// The first screen is part of the first chunk.
import { ContainersPage } from './containers-page.tsx';

const page = lazyPart(async () => (await import('../../features/container/container-page.tsx')).ContainerPage);

function ContainersCount() {
  const nowMs = useNowMs();
  const attention = useRows('containers', ({ rows }) => {
    let needy = 0;
    for (const container of rows.values()) if (needsAttention(container, nowMs)) needy += 1;
    return needy;
  });
  return (
    <>
      <NounAttention value={attention} />
      <RowCount group="containers" />
    </>
  );
}

export const containers = nounOf('containers', {
  id: 'containers',
  title: 'frame.places.containers',
  place: places.containers,
  icon: ContainerIcon,
  screens: [
    { path: places.containers, draw: () => <ContainersPage /> },
    {
      path: `${places.containers}/:id/:tab`,
      draw: ({ id = '', tab = '' }) =>
        isContainerTab(tab) ? <page.Part key={id} id={id} tab={tab} /> : <Redirect to={places.containers} replace />,
    },
  ],
  parts: [page],
  listCommand: listContainersCommand(),
  primary: null,
  Count: ContainersCount,
  objects: {
    verbs: containerVerbs,
    toNames: (container) => [
      nameInGroup(container),
      container.name,
      ...(container.project === null ? [] : [container.project]),
    ],
    toLook: (container, { engine, run }) => ({
      fact: container.project ?? '',
      icon: null,
      status: statusOf(container).glyph,
      script: showLogs.script(engine, [container], {}),
      choose: () => void run(showLogs, [container]),
    }),
  },
});

function isContainerTab(tab: string): tab is ContainerTab {
  return containerTabs.some((known) => known === tab);
}
