import type { Container } from '../../../engine/contract/containers.ts';
import type { Image } from '../../../engine/contract/images.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import { toShortId } from '../../objects/container-name.ts';
import type { ImageTarget } from '../../verbs/image-verbs.ts';
import type { GridItemRow } from '../../ui/grid/grid-types.ts';

/** A name of an image, as `docker images` lists them: an image with three tags is three rows. */
export interface ImageItem extends GridItemRow {
  /** The image as this row means it: with this row's tag only. */
  readonly image: ImageTarget;
  readonly isTagged: boolean;
  /** Containers made from the image. */
  readonly usedBy: number;
  readonly nameKey: string;
  readonly searchText: string;
}

export type ImageSegment = 'all' | 'used' | 'unused';

export const imageColumns = ['image', 'size', 'used', 'created'] as const;
export type ImageColumn = (typeof imageColumns)[number];

export interface ImageListOptions {
  readonly segment: ImageSegment;
  readonly filter: string;
  readonly column: ImageColumn;
  readonly isDown: boolean;
}

export interface ImageList {
  readonly rows: readonly ImageItem[];
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
      usedBy,
      nameKey: toNaturalKey(name),
      searchText: `${name}\n${toShortId(image.id)}`.toLowerCase(),
    };
  });
  known.set(image, { usedBy, rows });
  return rows;
}

const comparators: Record<ImageColumn, (a: ImageItem, b: ImageItem) => number> = {
  image: (a, b) => Number(b.isTagged) - Number(a.isTagged) || compareText(a.nameKey, b.nameKey),
  size: (a, b) => a.image.sizeBytes - b.image.sizeBytes,
  used: (a, b) => a.usedBy - b.usedBy,
  created: (a, b) => a.image.createdAtMs - b.image.createdAtMs,
};

/** The list as the page shows it. */
export function listImages(
  images: Iterable<Image>,
  users: ReadonlyMap<string, number>,
  { segment, filter, column, isDown }: ImageListOptions,
): ImageList {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = { all: 0, used: 0, unused: 0 };
  let largestBytes = 0;
  const rows: ImageItem[] = [];
  for (const image of images) {
    largestBytes = Math.max(largestBytes, image.sizeBytes);
    for (const row of rowsOf(image, users.get(image.id) ?? 0)) {
      const kind = row.usedBy > 0 ? 'used' : 'unused';
      counts.all += 1;
      counts[kind] += 1;
      if (segment !== 'all' && segment !== kind) continue;
      if (words.every((word) => row.searchText.includes(word))) rows.push(row);
    }
  }
  const sign = isDown ? -1 : 1;
  const compare = comparators[column];
  rows.sort((a, b) => sign * compare(a, b) || compareText(a.nameKey, b.nameKey) || compareText(a.id, b.id));
  return { rows, counts, largestBytes };
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
