import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { TestEngine } from '../fixtures/engine.ts';
import type { App } from '../screens/app.ts';

const lines = 50_000;
/** Of the 10,000 that are kept above the screen, those that can be compared in each. */
const compared = 9_000;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The lines of nothing but a number, of the screen and all that is kept above it. */
async function readNumbers(page: Page): Promise<number[]> {
  await page.locator('[data-terminal]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Select all' }).click();
  await page.getByLabel('Terminal input').focus();
  await page.keyboard.press('Control+Shift+C');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  return copied
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number);
}

/** A pour of `last` numbers, and one with colours, titles and screens between them, leave exactly their last lines. */
export async function outlivePour(app: App, engine: TestEngine, last: number): Promise<void> {
  const { page } = app;
  const lastStyled = Math.floor(last / 7) * 3;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await engine.runIdle('poured');
  // Colours all along, and in the middle a title, a scroll region and the other screen: what comes before and after them is left out.
  const program = `BEGIN { for (line = 1; line <= ${lastStyled}; line++) {
    if (line % 100 == 0) printf "\\033[3%dm", line / 100 % 8;
    if (line % 700 == 0) printf "\\033[0m";
    if (line == ${lastStyled / 3}) printf "\\033]0;poured\\007\\033[2;5r";
    if (line == ${lastStyled / 3 + 100}) printf "\\033[r\\033[?1049h";
    if (line == ${lastStyled / 3 + 20_000}) printf "\\033[?1049l";
    print line } }`;
  await engine.docker('exec', 'poured', 'sh', '-c', `seq 1 ${last} > /tmp/plain; awk '${program}' > /tmp/styled`);
  await app.containers.openPage('poured');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  await expect.poll(() => terminal.lines()).toContain('/ #');
  for (const [file, end] of [
    ['plain', last],
    ['styled', lastStyled],
  ] as const) {
    await terminal.run(`clear; cat /tmp/${file}; printf '\\033[0m'; echo end-of-${file}`);
    await expect.poll(() => terminal.lines(), { timeout: 30_000 }).toContain(`end-of-${file}`);
    const numbers = await readNumbers(page);
    expect(numbers.length).toBeGreaterThanOrEqual(10_000);
    expect(numbers).toEqual(Array.from(numbers, (_, index) => end - numbers.length + 1 + index));
  }
}

/** So many sessions that flood at once show every line. */
export async function floodSessions(app: App, engine: TestEngine, sessions: number): Promise<void> {
  const { page } = app;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
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
    const numbers = await readNumbers(page);
    shown.push(digest(numbers.slice(-compared).join('\n')));
  }
  const expected = Array.from({ length: sessions }, (_, session) => {
    const end = firstOf(session) + lines;
    return digest(Array.from({ length: compared }, (__, line) => String(end - compared + line)).join('\n'));
  });
  expect(shown).toEqual(expected);
}
