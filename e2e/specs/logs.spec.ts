import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { composeMember } from '../fixtures/compose-member.ts';
import { manyLines, print } from '../fixtures/printed-logs.ts';
import { expect, test } from '../fixtures/test.ts';

test('follows, stands still while one reads, and follows again', async ({ app, engine, page }) => {
  await print(engine, 'ticker', `${manyLines(2000)} while true; do i=$((i + 1)); echo "INFO tick $i"; sleep 0.2; done`);
  await app.containers.openPage('ticker');
  const { logs } = app;
  await expect(logs.row('tick')).not.toHaveCount(0);
  await expect(page.getByText('Following')).toBeVisible();

  await logs.log.hover();
  await page.mouse.wheel(0, -4000);
  await expect(logs.pausedNotice).toBeVisible();
  const before = await logs.seen();
  await expect(page.getByText(/new lines?$/)).toBeVisible();
  expect(await logs.seen(), 'the view stands still').toEqual(before);

  await logs.follow();
  await expect(logs.pausedNotice).toBeHidden();
  const newest = async () => Number(/tick (\d+)/.exec((await logs.seen()).at(-1) ?? '')?.[1]);
  const first = await newest();
  await expect.poll(newest).toBeGreaterThan(first);
});

test('shows any of many lines, by keys and by the map of them', async ({ app, engine, page }) => {
  await print(engine, 'many', `${manyLines(30_000)} sleep 1d`);
  await app.containers.openPage('many');
  const { logs } = app;
  await expect(page.getByText('30,000 lines')).toBeVisible();
  await expect.poll(async () => (await logs.seen()).at(-1)).toContain('line 30000');
  await logs.log.focus();
  await page.keyboard.press('g');
  await expect.poll(async () => (await logs.seen())[0]).toBe('WARN pool busy in line 1');
  const rows = (await logs.seen()).length;
  await page.keyboard.press('Space');
  await expect.poll(async () => (await logs.seen())[0]).toMatch(new RegExp(`line ${rows}$`));
  await page.keyboard.press('Shift+Space');
  await expect.poll(async () => (await logs.seen())[0]).toContain('line 1');
  await page.keyboard.press('j');
  await expect.poll(async () => (await logs.seen())[0]).toContain('line 2');
  const box = await logs.minimap.boundingBox();
  if (box === null) throw new Error('The map is not there.');
  await page.mouse.click(box.x + 30, box.y + box.height / 2);
  await expect.poll(async () => Number(/line (\d+)/.exec((await logs.seen())[0] ?? '')?.[1])).toBeGreaterThan(14_000);
  expect(Number(/line (\d+)/.exec((await logs.seen())[0] ?? '')?.[1])).toBeLessThan(16_000);
  await expect(logs.minimap).toHaveAttribute('aria-valuenow', /^(49|50|51)$/);
  await logs.log.focus();
  await page.keyboard.press('End');
  await expect.poll(async () => (await logs.seen()).at(-1)).toContain('line 30000');
  await expect(logs.pausedNotice).toBeHidden();
});

test('merges a compose project by time, in one click, and keeps the choice over a reload', async ({
  app,
  engine,
  page,
}) => {
  const tick = (word: string) => `i=0; while true; do i=$((i + 1)); echo "${word} $i"; sleep 0.3; done`;
  await print(engine, '', tick('from api'), ...composeMember('shop', 'api'));
  await print(engine, '', tick('from web'), ...composeMember('shop', 'web'));
  await print(engine, 'other', tick('from other'));
  const { logs } = app;
  await app.go('Logs');
  await expect(page.getByText('Choose containers to read their logs')).toBeVisible();
  await page.getByRole('checkbox', { name: 'shop', exact: true }).check();
  await expect(logs.row('from api')).not.toHaveCount(0);
  await expect(logs.row('from web')).not.toHaveCount(0);
  await expect(logs.row(/api.?from api/).first()).toBeVisible();
  expect(page.url()).toMatch(/#.*\/logs\/@shop$/);
  await expect(app.commandBar.line).toHaveText('docker compose --project-name shop logs --follow --timestamps');

  await page.reload();
  await expect(logs.row('from api')).not.toHaveCount(0);
  await expect(logs.row('from other')).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'other' }).check();
  await expect(logs.row('from other')).not.toHaveCount(0);
  await page.getByRole('checkbox', { name: 'web' }).uncheck();
  await expect(logs.row('from web')).toHaveCount(0);
  const times = await logs.log
    .locator('[data-row] [title*="T"]')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
  expect(times).toEqual(times.toSorted());

  await app.go('Containers');
  await app.containers.select('other', 'api');
  await page.getByRole('button', { name: 'Show logs together' }).click();
  await expect(logs.row('from other')).not.toHaveCount(0);
  await expect(logs.row('from api')).not.toHaveCount(0);

  // By keys alone, from the project's own row.
  await app.go('Containers');
  await page.getByRole('row', { name: 'shop', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: /logs of shop/i })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(logs.row('from web')).not.toHaveCount(0);
  expect(page.url()).toMatch(/#.*\/logs\/@shop$/);
});

test('saves all lines and the filtered ones, plain and compressed', async ({ app, engine, page }) => {
  await print(engine, 'saved', `${manyLines(1000)} sleep 1d`);
  await app.containers.openPage('saved');
  const { logs } = app;
  await expect(page.getByText('1,000 lines')).toBeVisible();
  const savedPath = async (count: string) => {
    await expect(page.getByText(`Saved ${count} lines`)).toBeVisible();
    const text = await page
      .getByText(/^\/.*, [\d.]+ k?B|^\/.*, \d+ bytes/)
      .last()
      .innerText();
    return text.slice(0, text.lastIndexOf(', '));
  };
  await logs.choose('Download log…', 'All lines');
  const all = await readFile(await savedPath('1,000'), 'utf8');
  expect(all.trimEnd().split('\n')).toHaveLength(1000);
  expect(all).toContain('WARN pool busy in line 1');

  await logs.log.focus();
  await page.keyboard.press('e');
  await expect(page.getByText('100 shown')).toBeVisible();
  await logs.choose('Download log…', 'Filtered lines, compressed (gzip)');
  const filtered = gunzipSync(await readFile(await savedPath('100'))).toString();
  expect(filtered.trimEnd().split('\n')).toHaveLength(100);
  expect(filtered).not.toContain('INFO');
});

test('folds JSON and stack traces, wraps, and changes how times are shown', async ({ app, engine, page }) => {
  const long = 'x'.repeat(900);
  const script = `echo '{"level":"warn","msg":"cart updated","cart":"c_91f","items":3,"big":12345678901234567890,"deep":{"a":[1,2]}}'
    echo 'ERROR request failed'; echo 'java.lang.IllegalStateException: closed'; printf '\\tat com.acme.Pool.take(Pool.java:41)\\n'; printf '\\tat com.acme.Main.main(Main.java:1)\\n'
    echo 'long ${long} end'; sleep 1d`;
  await print(engine, 'folds', script);
  await app.containers.openPage('folds');
  const { logs } = app;
  const json = logs.row('cart updated');
  await expect(json).toContainText('cart=c_91f');
  await expect(json).toContainText('6 keys');
  await json.getByRole('button', { name: 'Unfold JSON' }).click();
  await expect(json).toContainText('"big": 12345678901234567890');
  await json.getByRole('button', { name: 'Fold JSON' }).click();
  await expect(json).not.toContainText('"big"');

  const trace = logs.row('IllegalStateException');
  await trace.getByRole('button', { name: 'Fold stack trace' }).click();
  await expect(trace).toContainText('2 more lines');
  await expect(logs.row('Pool.java')).toHaveCount(0);
  await trace.click({ position: { x: 400, y: 10 } });
  await page.keyboard.press('ArrowRight');
  await expect(logs.row('Pool.java')).toHaveCount(1);
  await page.keyboard.press('ArrowLeft');
  await expect(logs.row('Pool.java')).toHaveCount(0);

  const height = async () => (await logs.row('long').boundingBox())?.height ?? 0;
  expect(await height()).toBe(20);
  await page.keyboard.press('w');
  await expect.poll(height).toBeGreaterThan(100);
  await page.keyboard.press('w');
  await expect.poll(height).toBe(20);

  await expect(json).toContainText(/\d\d:\d\d:\d\d\.\d{3}/);
  await page.keyboard.press('t');
  await expect(json).toContainText('a moment ago');
  await page.keyboard.press('t');
  await expect(json).not.toContainText('a moment ago');
});

test('copies what is selected over more rows than are drawn', async ({ app, engine, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await print(engine, 'copied', `${manyLines(8000)} sleep 1d`);
  await app.containers.openPage('copied');
  const { logs } = app;
  await expect(page.getByText('8,000 lines')).toBeVisible();
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());

  const row = await logs.row('line 7990').locator('[data-text]').boundingBox();
  const below = await logs.row('line 7992').locator('[data-text]').boundingBox();
  if (row === null || below === null) throw new Error('The rows are not there.');
  await page.mouse.move(row.x + 1, row.y + 10);
  await page.mouse.down();
  await page.mouse.move(below.x + 40, below.y + 10, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.press('ControlOrMeta+C');
  const [first, second, third] = (await clipboard()).split('\n');
  expect([first, second]).toEqual(['ERROR query timeout in line 7990', 'WARN pool busy in line 7991']);
  expect('DEBUG cache miss in line 7992').toContain(third);

  await logs.log.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  await expect(page.getByText('Copied 8,000 lines')).toBeVisible();
  const lines = (await clipboard()).split('\n');
  expect(lines).toHaveLength(8000);
  expect(lines[0]).toBe('WARN pool busy in line 1');
  expect(lines.at(-1)).toBe('ERROR query timeout in line 8000');
});
