import { createHash } from 'node:crypto';
import { expect, test } from '../fixtures/test.ts';

const sessions = 20;
const lines = 50_000;
/** Of the 10,000 that are kept above the screen, those that can be compared in each. */
const compared = 9_000;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

test('twenty sessions that flood at once show every line', async ({ app, engine, page, context }) => {
  test.setTimeout(180_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await engine.runIdle('flooded');
  await app.containers.openPage('flooded');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  const firstOf = (session: number): number => (session + 1) * 1_000_000;
  for (let session = 0; session < sessions; session++) {
    if (session > 0) {
      await terminal.openPicker();
      await terminal.openSession();
      await expect(terminal.sessions).toHaveCount(session + 1);
      await expect(terminal.input).toBeFocused();
    }
    const first = firstOf(session);
    await expect.poll(() => terminal.lines()).toContain('/ #');
    // All wait for the same file, so that they flood at once.
    await terminal.run(
      `until [ -e /tmp/go ]; do sleep 0.1; done; seq ${first} ${first + lines - 1}; echo end-${session}`,
    );
  }
  await engine.docker('exec', 'flooded', 'touch', '/tmp/go');
  const shown: string[] = [];
  for (let session = 0; session < sessions; session++) {
    await terminal.sessions.nth(session).click();
    await expect.poll(() => terminal.lines(), { timeout: 60_000 }).toContain(`end-${session}`);
    await page.locator('[data-terminal]').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Select all' }).click();
    await terminal.input.focus();
    await page.keyboard.press('Control+Shift+C');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const numbers = copied.split('\n').filter((line) => /^\d+$/.test(line));
    shown.push(digest(numbers.slice(-compared).join('\n')));
  }
  const expected = Array.from({ length: sessions }, (_, session) => {
    const end = firstOf(session) + lines;
    return digest(Array.from({ length: compared }, (__, line) => String(end - compared + line)).join('\n'));
  });
  expect(shown).toEqual(expected);
});
