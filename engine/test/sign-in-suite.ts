import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type HelperFolder, makeHelperFolder } from './helper-folder.ts';
import { type RealDaemon, startRealDaemon } from './real-daemon.ts';
import { type Registry, startRegistry } from './registry.ts';
import { openSignInRig, type SignInRig } from './sign-in-rig.ts';

/** What passwords are made of that others stumble over. */
export const password = 'p:ä ☃:"\\$(id)%00 ';
export const plainText = { kind: 'plain-text' } as const;
export const asDocker = { kind: 'as-docker' } as const;
export const session = { kind: 'session' } as const;

export let daemon: RealDaemon;
export let registry: Registry;
export let helpers: HelperFolder;
export let rig: SignInRig;
export let address: string;

/** For all tests of a file one engine and one registry, and for each a rig and a folder of helpers of its own. */
export function setUpSignIns(): void {
  beforeAll(async () => {
    daemon = await startRealDaemon();
    registry = await startRegistry({ accounts: { mira: password, 'mira@x/y': 'other' } });
    ({ address } = registry);
  });

  afterAll(async () => {
    await registry?.[Symbol.asyncDispose]();
    await daemon?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    helpers = await makeHelperFolder();
    rig = await openSignInRig(daemon, helpers.env);
  });

  afterEach(async () => {
    await rig[Symbol.asyncDispose]();
    await helpers[Symbol.asyncDispose]();
  });
}
