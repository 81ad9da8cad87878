import type { Image } from '../../engine/contract/images.ts';

/** How many rows the Images page has: each name of an image is one, and so is an image without a name. */
export function countNames(images: Iterable<Image>): number {
  let count = 0;
  for (const { tags } of images) count += Math.max(1, tags.length);
  return count;
}
