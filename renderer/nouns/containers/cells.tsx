import { useMemo } from 'react';
import { useT } from '../../i18n/use-words.ts';
import type { TextKey } from '../../i18n/translate.ts';
import { exitMeaningOf } from '../../objects/container-status.ts';
import type { Container } from '../../../engine/contract/containers.ts';
import { PortLink } from '../../page/port-link.tsx';
import { useShownGlyph, useShownStatus } from '../../page/status-words.ts';
import { When } from '../../page/when.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ImageRef } from '../../ui/image-ref.tsx';
import { StatusGlyph } from '../../ui/status-glyph.tsx';
import { showProjectLogs } from '../../verbs/container-verbs.ts';
import { useVerb } from '../../verbs/use-verb.ts';
import type { ContainerGroup, TallyEntry } from './arrange.ts';
import type { ContainerItem } from './list-rows.ts';
import styles from './cells.module.css';

/** What stands in a column of a container's row. */
export function ContainerCell({ item, columnId }: { item: ContainerItem; columnId: string }) {
  switch (columnId) {
    case 'name':
      return <NameCell item={item} />;
    case 'image':
      return <ImageRef reference={item.row.container.image} isInline />;
    case 'state':
      return <StateCell container={item.row.container} />;
    case 'ports':
      return <PortsCell item={item} />;
    default:
      return <When atMs={item.row.container.createdAtMs} />;
  }
}

function NameCell({ item }: { item: ContainerItem }) {
  const { container } = item.row;
  const glyph = useShownGlyph(container);
  return (
    <>
      <StatusGlyph status={glyph} />
      <bdi className={styles['name']} title={container.name}>
        {item.name}
      </bdi>
    </>
  );
}

function StateCell({ container }: { container: Container }) {
  const t = useT();
  const exit = useExitWords(container);
  const { tone, text, isPending } = useShownStatus(container);
  return (
    <span
      className={styles['state']}
      data-tone={tone}
      title={isPending || exit === undefined ? undefined : t('containers.exit.title', { exit })}
    >
      {text}
    </span>
  );
}

/** The exit code of a container that ended, and what it means, as '{{code}}: {{meaning}}'; undefined for one that did not. */
export function useExitWords({ state, exitCode, outOfMemory }: Container): string | undefined {
  const t = useT();
  if ((state !== 'exited' && state !== 'dead') || exitCode === null) return undefined;
  const key: Extract<TextKey, `containers.exit.${string}`> = outOfMemory
    ? 'containers.exit.out-of-memory'
    : `containers.exit.${exitMeaningOf(exitCode)}`;
  return t('containers.exit.code', { code: exitCode, meaning: t(key) });
}

/** More than these make the column wider than it helps; the rest are counted. */
const mostPorts = 3;

function PortsCell({ item }: { item: ContainerItem }) {
  const t = useT();
  const { ports, container } = item.row;
  // The first of several protocols or addresses stands for the port: the pane has them all.
  const distinct = ports.filter(({ hostPort }, at) => ports.findIndex((port) => port.hostPort === hostPort) === at);
  if (distinct.length === 0) return <span className={styles['none']}>{t('lists.none')}</span>;
  const shown = distinct.slice(0, distinct.length > mostPorts ? mostPorts - 1 : mostPorts);
  const more = distinct.length - shown.length;
  return (
    <span className={styles['ports']}>
      {shown.map((port) => (
        <PortLink key={port.hostPort} port={port} name={container.name} />
      ))}
      {more === 0 ? null : (
        <span className={styles['more']} title={distinct.map(({ hostPort }) => hostPort).join(', ')}>
          {t('containers.ports.more', { count: more })}
        </span>
      )}
    </span>
  );
}

/** The name of a project, with the file it comes from. */
export function ProjectName({ group }: { group: ContainerGroup }) {
  const t = useT();
  return (
    <>
      <bdi className={styles['project']}>{group.project ?? t('containers.noProject')}</bdi>
      {group.file === null ? null : (
        <bdi className={styles['file']} dir="ltr" title={group.file}>
          {group.file}
        </bdi>
      )}
    </>
  );
}

/** The logs of a project's containers in one view. */
export function ProjectLogs({ group }: { group: ContainerGroup }) {
  const targets = useMemo(() => group.rows.map(({ container }) => container), [group]);
  const { title, button } = useVerb(showProjectLogs, targets);
  return <IconButton {...button} keys={undefined} size="sm" label={title} />;
}

/** How many of a project's containers are in which state. */
export function Tally({ entries }: { entries: readonly TallyEntry[] }) {
  const t = useT();
  return (
    <span className={styles['tally']}>
      {entries.map(({ glyph, count }) => {
        const words = t(`containers.tally.${glyph}`, { count });
        return (
          <span key={glyph} className={styles['entry']} title={words}>
            <StatusGlyph status={glyph} size={12} label={words} />
            <span aria-hidden="true">{count}</span>
          </span>
        );
      })}
    </span>
  );
}
