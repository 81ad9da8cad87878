import type { RunRequest } from '../../../engine/contract/containers.ts';
import type { Image } from '../../../engine/contract/images.ts';
import { findImage } from '../../objects/image-reference.ts';

/** The small web server that comes with the bundled engine. */
const welcomeImage = 'berth/welcome';

/** What a newcomer runs first. */
export const welcomeRequest: RunRequest = {
  image: welcomeImage,
  name: 'hello-web',
  ports: [{ hostPort: 8080, containerPort: 8080, protocol: 'tcp' }],
};

/** Where it opens. */
export const welcomeAddress = 'localhost:8080';

/** Whether the image is there to be run. */
export function hasWelcomeImage(images: Iterable<Image>): boolean {
  return findImage(welcomeImage, images) !== null;
}
