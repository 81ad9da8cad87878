import { Layers } from 'lucide-react';
import { listImagesCommand } from '../../../engine/commands/images.ts';
import { NounCount } from '../../page/noun-count.tsx';
import { useRows } from '../../stores/stores-context.tsx';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { openPullDialog } from '../../verbs/image-forms.ts';
import { imageName, imageVerbs, runImage } from '../../verbs/image-verbs.ts';
import { places } from '../../verbs/places.ts';
import { nounOf } from '../noun.ts';

const page = lazyPart(async () => (await import('./images-page.tsx')).ImagesPage);

/** Names are counted, as the page and `docker images` list them: an image with three is three rows. */
function ImagesCount() {
  const count = useRows('images', ({ rows, freshness }) => {
    if (freshness === 'loading') return null;
    let names = 0;
    for (const { tags } of rows.values()) names += Math.max(1, tags.length);
    return names;
  });
  return <NounCount value={count} />;
}

export const images = nounOf('images', {
  id: 'images',
  title: 'frame.places.images',
  place: places.images,
  icon: Layers,
  screens: [{ path: places.images, draw: () => <page.Part /> }],
  parts: [page],
  listCommand: listImagesCommand(),
  primary: openPullDialog,
  Count: ImagesCount,
  objects: {
    verbs: imageVerbs,
    toNames: (image) => [imageName(image), ...image.tags],
    toLook: (image, { engine, t, format, run }) => ({
      fact: t('app.palette.imageFact', { size: format.diskSize(image.sizeBytes) }),
      icon: Layers,
      status: null,
      script: runImage.script(engine, [image], {}),
      choose: () => void run(runImage, [image]),
    }),
  },
});
