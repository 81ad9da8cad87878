import { afterAll, beforeAll } from 'vitest';
import { testForests } from '../test/image-forest-suite.ts';
import { testManyImages } from '../test/many-images-suite.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

let daemon: RealDaemon;
let service: ServiceClient;

beforeAll(async () => {
  daemon = await startRealDaemon();
  service = await startServiceClient(daemon.socketPath);
  // Else the image of the tests itself would go too.
  await daemon.docker('create', '--name', 'keeper', testImage, 'sh');
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

testForests([3, 4, 5, 6], () => ({ daemon, client: service.client }));
testManyImages(5_000, () => ({ socketPath: daemon.socketPath, client: service.client }));
