import { expect } from '@playwright/test';
import type { RegistryFront } from '../../engine/test/registry-front.ts';
import type { TestEngine } from '../fixtures/engine.ts';
import { publishLayeredImage } from '../fixtures/layered-image.ts';
import type { App } from '../screens/app.ts';

/** A pull is cancelled and begun again, fails and says why, and is tried again until it is there. */
export async function cancelAndResumePull(app: App, engine: TestEngine, front: RegistryFront): Promise<void> {
  const name = `${front.address}/team/shop:1.4`;
  await publishLayeredImage(engine, name, [900_000]);
  front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: 60_000, path: /blobs/ });
  const { forms, transfers } = app.images;
  await app.go('Images');
  await app.images.openPull();
  await forms.pull.enter({ Image: name });
  await forms.pull.submit('Pull');
  await expect(transfers.rowOnPage(`Pull ${name}`)).toContainText('Downloading');
  await transfers
    .rowOnPage(`Pull ${name}`)
    .getByRole('button', { name: `Cancel ${name}` })
    .click();
  await expect(transfers.onPage).toHaveCount(0);
  await transfers.open();
  await expect(transfers.row(`Pull ${name}`)).toContainText('Cancelled');
  await expect(app.page.getByRole('alert')).toHaveCount(0);

  front.setFaults({ kind: 'answer', status: 500, path: /manifests/ });
  await transfers
    .row(`Pull ${name}`)
    .getByRole('button', { name: `Try again: ${name}` })
    .click();
  await expect(transfers.row(`Pull ${name}`)).toContainText(/registry/i);
  await transfers.row(`Pull ${name}`).getByText('What the engine said').click();
  await expect(transfers.row(`Pull ${name}`)).toContainText('500');

  front.setFaults();
  await transfers
    .row(`Pull ${name}`)
    .getByRole('button', { name: `Try again: ${name}` })
    .click();
  await expect(transfers.row(`Pull ${name}`)).toContainText('Pulled');
  await app.closeDialogs();
  await expect(app.images.row(name)).toBeVisible();
}
