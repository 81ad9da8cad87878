import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '../fixtures/test.ts';
import { look } from '../screens/look.ts';

test('limits of logs are set by keyboard, hold, and are there after a reload', async ({ app, folder, page }) => {
  const stored = async () =>
    JSON.parse(await readFile(path.join(folder, 'data', 'settings.json'), 'utf8')) as Record<string, unknown>;
  await app.go('Settings');
  const room = page.getByRole('textbox', { name: 'Space for one copied log' });
  const keeps = page.getByRole('switch', { name: 'Keep logs of removed containers' });
  await expect(room).toHaveValue('1024');
  await expect(keeps).toBeChecked();

  await app.tabTo(keeps);
  await page.keyboard.press('Space');
  await expect(keeps).not.toBeChecked();

  await app.tabTo(room);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('2');
  await page.keyboard.press('Escape');
  await expect(room).toHaveValue('1024');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('1,500');
  expect(await stored()).toMatchObject({ capturedLogMegabytes: 1024 });
  await page.keyboard.press('Enter');
  await expect(room).toHaveValue('1500');
  await expect.poll(stored).toMatchObject({ capturedLogMegabytes: 1500, keepsRemovedLogs: false });

  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('2');
  await page.keyboard.press('Tab');
  await expect(room).toHaveValue('8');
  await room.fill('many');
  await page.keyboard.press('Tab');
  await expect(room).toHaveValue('8');

  await page.reload();
  await expect(room).toHaveValue('8');
  await expect(keeps).not.toBeChecked();
});

test('the limits of logs have their pictures, and axe finds nothing', async ({ app, page }) => {
  await app.go('Settings');
  await page.getByRole('switch', { name: 'Keep logs in memory only' }).click();
  await expect(page.getByText('With logs in memory only, Berth keeps no logs of removed containers.')).toBeVisible();
  const heading = page.getByRole('heading', { name: 'Logs', exact: true });
  await heading.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await page.mouse.move(0, 0);
  expect(await look(page, 'settings-logs')).toEqual([]);
});
