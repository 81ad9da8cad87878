import { BerthService } from '../fixtures/service.ts';
import { expect, test } from '../fixtures/test.ts';
import { debugWithoutShell, openShellOfMachine } from '../journeys/shell.ts';

// A debug shell's tools are those of the bundle.
test.use({
  service: async ({ folder, engineSocket }, use) => {
    await using service = await BerthService.start({ folder, hostEngine: engineSocket, sharesBundle: true });
    await use(service);
  },
});

test('an image without a shell is told of, and gets a debug shell', async ({ app, engine, folder }) => {
  await debugWithoutShell(app, engine, folder);
  await expect(app.commandBar.region).toContainText('--pid container:bare --network container:bare');
});

test('the machine that the engine runs on has a shell too', async ({ app, engine }) => {
  await openShellOfMachine(app, engine);
});
