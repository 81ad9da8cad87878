import { expect, test } from '../fixtures/test.ts';
import { closeUndrawn, outliveBombs, outliveEndlessLine, startPour } from '../journeys/hostile-terminal.ts';

/** Shell lines that print what a hostile program would. */
const bombs: Readonly<Record<string, string>> = {
  'a title with markup and other directions': String.raw`printf '\033]0;<img src=x onerror=alert(1)>\342\200\256evil\007'`,
  'a thousand titles': String.raw`i=0; while [ $i -lt 1000 ]; do printf "\033]2;title $i\007"; i=$((i+1)); done`,
  'a link that is script': String.raw`printf '\033]8;;javascript:alert(document.domain)\033\\click me\033]8;;\033\\\n'`,
  'a link to a file': String.raw`printf '\033]8;;file:///etc/passwd\033\\click me too\033]8;;\033\\\n'`,
  'a text for the clipboard': String.raw`printf '\033]52;c;c3RvbGVu\007'`,
  'a question for the clipboard': String.raw`printf '\033]52;c;?\007'`,
  'a question for the title': String.raw`printf '\033[21t'`,
  'a sequence that never ends': String.raw`printf '\033]1337;File='; head -c 100000 /dev/zero | tr '\0' A`,
  'numbers out of all bounds': String.raw`printf '\033[999999999;999999999H\033[2147483648C\033[99999999999999999999X\033[38;2;999;999;999m'`,
  'a screen without end': String.raw`printf '\033[8;99999;99999t\033[?3h\033[?1049h\033[?1049l'`,
  'marks upon marks': String.raw`printf z; i=0; while [ $i -lt 5000 ]; do printf '\314\201'; i=$((i+1)); done; echo`,
  'no text at all': String.raw`printf '\377\376\300\200\360\237\n'`,
};

test('whatever a program prints, the page stays itself', async ({ app, engine, page, context }) => {
  test.slow();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await engine.runIdle('hostile');
  await app.containers.openPage('hostile');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  await page.evaluate(() => navigator.clipboard.writeText('mine'));
  const title = await page.title();
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  for (const [name, bomb] of Object.entries(bombs)) {
    await test.step(name, async () => {
      // A string terminator and a reset end whatever was begun, and typing must still arrive.
      // Key by key: busybox's shell loses the beginning of a line that comes in one piece after its prompt.
      await terminal.run(String.raw`${bomb}; printf '\033\\\033c'; echo survived $((40 + 2))`);
      await expect.poll(() => terminal.lines(), { timeout: 20_000 }).toContain('survived 42');
      await terminal.run('clear');
      await expect.poll(() => terminal.text()).not.toContain('survived');
    });
  }
  expect(await page.title()).toBe(title);
  expect(dialogs).toEqual([]);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('mine');
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(context.pages()).toHaveLength(1);
});

test('links are asked about, and only those of the web', async ({ app, engine, page, context }) => {
  await engine.runIdle('linked');
  await app.containers.openPage('linked');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  const press = async (text: string): Promise<void> => {
    const place = page.locator('[data-terminal] .xterm-rows > div', { hasText: text }).last();
    const box = await place.boundingBox();
    if (box === null) throw new Error(`${text} is not drawn.`);
    await page.mouse.move(box.x + 30, box.y + box.height / 2);
    await page.mouse.move(box.x + 34, box.y + box.height / 2);
    await page.waitForTimeout(300);
    await page.mouse.click(box.x + 34, box.y + box.height / 2);
  };
  const question = page.getByRole('dialog').or(page.getByRole('alertdialog'));
  await page.keyboard.insertText(
    String.raw`clear; printf '\033]8;;javascript:alert(1)\033\\scripted\033]8;;\033\\\n\033]8;;https://example.invalid/path\033\\friendly\033]8;;\033\\\n'`,
  );
  await page.keyboard.press('Enter');
  await expect.poll(() => terminal.lines()).toContain('friendly');
  // A question about it would be in the way of the next press, and be the one that is read.
  await press('scripted');
  await press('friendly');
  await expect(question).toHaveCount(1);
  await expect(question).toContainText('https://example.invalid/path');
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(context.pages()).toHaveLength(1);
});

test('5 MB without the end of a line go by, and the shell still answers', async ({ app, engine }) => {
  await outliveEndlessLine(app, engine, 5_000_000);
});

test('a few bytes that took the page for minutes cost it nothing, also when it is loaded again', async ({
  app,
  engine,
}) => {
  test.slow();
  await outliveBombs(app, engine);
});

test('a session that draws without end leaves the page alive, and is closed by it', async ({ app, engine }) => {
  test.slow();
  await closeUndrawn(app, engine);
});

test('a second page closes a session while both have it to draw', async ({ app, engine, context, service }) => {
  test.slow();
  await startPour(app, engine);
  const other = await context.newPage();
  await other.goto(service.url);
  await other.getByRole('link', { name: /^Terminals/ }).click();
  const tab = other.getByRole('tablist', { name: 'Terminal sessions' }).getByRole('tab');
  await expect(other.locator('[data-terminal] .xterm-rows')).toContainText('xxx');
  await tab.press('Delete');
  await expect(tab).toHaveCount(0);
  await expect(app.terminal.sessions).toHaveCount(0);
  await app.go('Containers');
});
