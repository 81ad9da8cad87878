import type { Container } from '../../../engine/contract/containers.ts';
import { nameInGroup, toShortId } from '../../objects/container-name.ts';
import { type StatusLook, statusOf } from '../../objects/container-status.ts';
import { toNaturalKey } from '../../objects/natural-order.ts';
import { type PublishedPort, publishedPorts } from '../../objects/published-ports.ts';

/** A container with what the list derives from it, derived once: as long as the mirror keeps the object, so do we. */
export interface ContainerRow {
  readonly id: string;
  readonly container: Container;
  /** The service inside a project's group, else the container's name. */
  readonly shownName: string;
  readonly status: StatusLook;
  readonly ports: readonly PublishedPort[];
  /** Of the shown name, and of the container's own. */
  readonly nameKey: string;
  readonly fullNameKey: string;
  readonly imageKey: string;
  /** The lowest port on this computer; infinity when nothing is published. */
  readonly portKey: number;
  /** Everything that the filter looks at, in lower case, parts kept apart by line ends. */
  readonly searchText: string;
}

const rows = new WeakMap<Container, ContainerRow>();

/** The row of a container; the same object for the same object. */
export function rowOf(container: Container): ContainerRow {
  const known = rows.get(container);
  if (known !== undefined) return known;
  const ports = publishedPorts(container.ports);
  const shownName = nameInGroup(container);
  const row: ContainerRow = {
    id: container.id,
    container,
    shownName,
    status: statusOf(container),
    ports,
    nameKey: toNaturalKey(shownName),
    fullNameKey: shownName === container.name ? toNaturalKey(shownName) : toNaturalKey(container.name),
    imageKey: toNaturalKey(container.image),
    portKey: ports[0]?.hostPort ?? Number.POSITIVE_INFINITY,
    searchText: [
      container.name,
      container.image,
      container.project ?? '',
      container.service ?? '',
      toShortId(container.id),
      ...ports.map(({ hostPort }) => String(hostPort)),
    ]
      .join('\n')
      .toLowerCase(),
  };
  rows.set(container, row);
  return row;
}
