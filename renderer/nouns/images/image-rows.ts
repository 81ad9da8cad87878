import type { Container } from '../../../engine/contract/containers.ts';
import type { Image } from '../../../engine/contract/images.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { toShortId } from '../../objects/container-name.ts';
import type { ImageTarget } from '../../verbs/image-verbs.ts';
import type { GridGroupRow, GridItemRow } from '../../ui/grid/grid-types.ts';
import { splitReference } from '../../ui/image-reference.ts';

/** A name of an image, as `docker images` lists them: an image with three tags is three rows. */
export interface ImageItem extends GridItemRow {
  /** The image as this row means it: with this row's tag only. */
  readonly image: ImageTarget;
  readonly isTagged: boolean;
  /** Empty where there is no tag. */
  readonly repository: string;
  /** Containers made from the image. */
  readonly usedBy: number;
  readonly nameKey: string;
  readonly searchText: string;
}

/** A repository of which several tags are here. */
export interface RepositoryItem extends GridGroupRow {
  readonly repository: string;
  /** How many of its tags are shown under it. */
  readonly count: number;
}

export type ImageListRow = ImageItem | RepositoryItem;

export const imageSegments = ['all', 'used', 'unused', 'untagged'] as const;
export type ImageSegment = (typeof imageSegments)[number];

export const imageColumns = ['image', 'size', 'used', 'created'] as const;
export type ImageColumn = (typeof imageColumns)[number];

export interface ImageListOptions {
  readonly segment: ImageSegment;
  readonly filter: string;
  readonly column: ImageColumn;
  readonly isDown: boolean;
  /** What `foldKeyOf` says of the repositories that are folded. */
  readonly folded: ReadonlySet<string>;
}

export interface ImageList {
  /** As the grid shows them: several tags of a repository under its name, unless that is folded. */
  readonly rows: readonly ImageListRow[];
  /** All that the segment and the filter let through, folded ones too. */
  readonly items: readonly ImageItem[];
  readonly counts: Readonly<Record<ImageSegment, number>>;
  /** Of all, for the bars beside the sizes. */
  readonly largestBytes: number;
}

/** How many containers were made from each image. */
export function countUsers(containers: Iterable<Container>): ReadonlyMap<string, number> {
  const users = new Map<string, number>();
  for (const { imageId } of containers) users.set(imageId, (users.get(imageId) ?? 0) + 1);
  return users;
}

/** What the preferences remember of a folded repository; names of compose projects have no space. */
export function foldKeyOf(repository: string): string {
  return `image ${repository}`;
}

const known = new WeakMap<Image, { usedBy: number; rows: readonly ImageItem[] }>();

/** The rows of an image; the same objects as long as neither it nor the number of its users changes. */
function rowsOf(image: Image, usedBy: number): readonly ImageItem[] {
  const earlier = known.get(image);
  if (earlier?.usedBy === usedBy) return earlier.rows;
  const tags = image.tags.length === 0 ? [null] : image.tags;
  const rows = tags.map((tag): ImageItem => {
    const name = tag ?? toShortId(image.id);
    return {
      kind: 'item',
      id: `${image.id} ${tag ?? ''}`,
      name,
      level: 1,
      image: { ...image, tags: tag === null ? [] : [tag], otherNames: tags.length - 1 },
      isTagged: tag !== null,
      repository: tag === null ? '' : splitReference(tag).repository,
      usedBy,
      nameKey: toNaturalKey(name),
      searchText: `${name}\n${toShortId(image.id)}`.toLowerCase(),
    };
  });
  known.set(image, { usedBy, rows });
  return rows;
}

const underGroups = new WeakMap<ImageItem, ImageItem>();

/** The row as it stands under its repository. */
function underGroup(item: ImageItem): ImageItem {
  const earlier = underGroups.get(item) ?? { ...item, level: 2 };
  underGroups.set(item, earlier);
  return earlier;
}

const comparators: Record<ImageColumn, (a: ImageItem, b: ImageItem) => number> = {
  image: (a, b) => Number(b.isTagged) - Number(a.isTagged) || compareText(a.nameKey, b.nameKey),
  size: (a, b) => a.image.sizeBytes - b.image.sizeBytes,
  used: (a, b) => a.usedBy - b.usedBy,
  created: (a, b) => a.image.createdAtMs - b.image.createdAtMs,
};

/** The list as the page shows it. A repository stands where the first of its tags would. */
export function listImages(
  images: Iterable<Image>,
  users: ReadonlyMap<string, number>,
  { segment, filter, column, isDown, folded }: ImageListOptions,
): ImageList {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = { all: 0, used: 0, unused: 0, untagged: 0 };
  let largestBytes = 0;
  const items: ImageItem[] = [];
  for (const image of images) {
    largestBytes = Math.max(largestBytes, image.sizeBytes);
    for (const row of rowsOf(image, users.get(image.id) ?? 0)) {
      const kind = row.usedBy > 0 ? 'used' : 'unused';
      counts.all += 1;
      counts[kind] += 1;
      if (!row.isTagged) counts.untagged += 1;
      const isIn = segment === 'all' || (segment === 'untagged' ? !row.isTagged : segment === kind);
      if (isIn && words.every((word) => row.searchText.includes(word))) items.push(row);
    }
  }
  const sign = isDown ? -1 : 1;
  const compare = comparators[column];
  items.sort((a, b) => sign * compare(a, b) || compareText(a.nameKey, b.nameKey) || compareText(a.id, b.id));
  return { rows: groupRows(items, folded), items, counts, largestBytes };
}

function groupRows(items: readonly ImageItem[], folded: ReadonlySet<string>): readonly ImageListRow[] {
  const byRepository = new Map<string, ImageItem[]>();
  for (const item of items) {
    if (item.repository === '') continue;
    const others = byRepository.get(item.repository);
    if (others === undefined) byRepository.set(item.repository, [item]);
    else others.push(item);
  }
  const rows: ImageListRow[] = [];
  for (const item of items) {
    const members = byRepository.get(item.repository) ?? [];
    if (members.length < 2) rows.push(item);
    else if (members[0] === item) {
      const isOpen = !folded.has(foldKeyOf(item.repository));
      rows.push(headOf(members, item, isOpen));
      if (isOpen) for (const member of members) rows.push(underGroup(member));
    }
  }
  return rows;
}

const heads = new WeakMap<ImageItem, RepositoryItem>();

/** The group's row; the same object as long as it says the same and begins with the same tag. */
function headOf(members: readonly ImageItem[], { repository }: ImageItem, isOpen: boolean): RepositoryItem {
  const [first] = members;
  const earlier = first === undefined ? undefined : heads.get(first);
  if (earlier?.isOpen === isOpen && earlier.count === members.length) return earlier;
  const head: RepositoryItem = {
    kind: 'group',
    id: `repository ${repository}`,
    label: repository,
    isOpen,
    repository,
    count: members.length,
  };
  if (first !== undefined) heads.set(first, head);
  return head;
}

/** What a verb is done to when several rows are chosen: each image once, with the chosen ones of its names. */
export function mergeTargets(items: readonly ImageItem[]): readonly ImageTarget[] {
  const merged = new Map<string, ImageTarget>();
  for (const { image } of items) {
    const earlier = merged.get(image.id);
    const otherNames = (earlier?.otherNames ?? 0) - image.tags.length;
    merged.set(
      image.id,
      earlier === undefined ? image : { ...earlier, tags: [...earlier.tags, ...image.tags], otherNames },
    );
  }
  return [...merged.values()];
}
