import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { composeMember } from '../fixtures/compose-member.ts';
import type { TestEngine } from '../fixtures/engine.ts';
import { expect, test } from '../fixtures/test.ts';

/** Starts a container that runs a shell script; it has no network, because each one that gets one makes the browser break off its requests. */
async function print({ docker, image }: TestEngine, name: string, script: string, ...options: string[]): Promise<void> {
  const idle = ['--network', 'none', '--stop-timeout', '0'];
  const own = options.includes('--name') ? options : ['--name', name, ...options];
  await docker('run', '--detach', ...idle, ...own, image, 'sh', '-c', script);
}

/** Lines with their number, of four levels; `toErrors` sends every tenth elsewhere. */
const manyLines = (count: number, toErrors = '') => `i=0
while [ $i -lt ${count} ]; do
  i=$((i + 1))
  case $((i % 10)) in
    0) echo "ERROR query timeout in line $i"${toErrors};;
    1) echo "WARN pool busy in line $i";;
    2) echo "DEBUG cache miss in line $i";;
    *) echo "INFO GET /products in line $i";;
  esac
done
`;

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

test('searches as one types, goes from match to match, and says what is no pattern', async ({ app, engine, page }) => {
  await print(engine, 'searched', `${manyLines(5000)} echo "a (needle here"; sleep 1d`);
  await app.containers.openPage('searched');
  const { logs } = app;
  await expect(page.getByText('5,001 lines')).toBeVisible();
  await logs.log.focus();
  await page.keyboard.press('/');
  await expect(logs.searchBox).toBeFocused();
  await page.keyboard.type('TIMEOUT');
  await expect(page.getByText('500 matching lines: 500 errors')).toBeVisible();
  await expect(logs.marks.first()).toHaveText('timeout');
  await expect(page.getByText(/^\d+ of 500$/)).toBeVisible();

  const at = async () => Number((await page.getByText(/^\d+ of 500$/).innerText()).split(' ')[0]);
  const before = await at();
  const index = before === 500 ? 1 : before + 1;
  await page.keyboard.press('Enter');
  await expect.poll(at).toBe(index);
  await page.keyboard.press('Shift+Enter');
  await expect.poll(at).toBe(index === 1 ? 500 : index - 1);
  await logs.log.focus();
  await page.keyboard.press('n');
  await expect.poll(at).toBe(index);
  await expect(logs.currentRow).toContainText('timeout');
  await page.keyboard.press('Shift+N');
  await expect.poll(at).toBe(index === 1 ? 500 : index - 1);

  await logs.tool('Match case').click();
  await expect(page.getByText('No match', { exact: true })).toBeVisible();
  await logs.tool('Match case').click();
  await logs.search('(needle');
  await expect(page.getByText('1 matching line', { exact: true })).toBeVisible();
  await logs.tool('Regular expression').click();
  await expect(page.getByText('This isn’t a pattern that can be searched for.')).toBeVisible();
  await expect(logs.searchBox).toHaveAttribute('aria-invalid', 'true');
  await logs.search('line (10|20)0$');
  await expect(page.getByText('2 matching lines: 2 errors')).toBeVisible();
  await expect(logs.searchBox).not.toHaveAttribute('aria-invalid');
  await logs.searchBox.press('Escape');
  await expect(logs.searchBox).toHaveValue('');
  await expect(logs.marks).toHaveCount(0);
});

test('shows only some lines, and keeps the place where one was reading', async ({ app, engine, page }) => {
  await print(engine, 'filtered', `${manyLines(3000, ' >&2')} sleep 1d`);
  await app.containers.openPage('filtered');
  const { logs } = app;
  await expect(logs.level('Error')).toContainText('300');
  await expect(logs.level('Debug')).toHaveAttribute('aria-pressed', 'true');
  await logs.level('Debug').click();
  await expect(page.getByText('2,700 shown')).toBeVisible();
  await expect(logs.row('DEBUG')).toHaveCount(0);
  await logs.level('Debug').click();
  await expect(page.getByText('2,700 shown')).toBeHidden();

  await logs.log.focus();
  await page.keyboard.press('e');
  await expect(page.getByText('300 shown')).toBeVisible();
  await expect(logs.row('INFO')).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(page.getByText('300 shown')).toBeHidden();
  // Not by rows: dockerd copies stdout and stderr each by itself, and the last lines may all be of one.
  await expect(logs.level('Info')).toHaveAttribute('aria-pressed', 'true');

  await logs.tool(/^Filter/).click();
  await page.getByRole('radio', { name: 'stderr' }).click();
  await expect(page.getByText('300 shown')).toBeVisible();
  await page.getByRole('radio', { name: 'Both' }).click();
  await page.keyboard.press('Escape');

  await logs.search('line 1501');
  await expect(logs.currentRow).toContainText('line 1501');
  await logs.tool(/^Filter/).click();
  await page.getByRole('checkbox', { name: 'Only matching lines' }).check();
  await expect(page.getByText('1 shown')).toBeVisible();
  await expect(logs.rows).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'Only matching lines' }).uncheck();
  await expect.poll(() => logs.seen()).toContain('DEBUG cache miss in line 1502');
  await expect(logs.currentRow).toContainText('line 1501');
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
  await expect(page.getByText('Choose whose logs you want to read')).toBeVisible();
  await page.getByRole('checkbox', { name: 'shop', exact: true }).check();
  await expect(logs.row('from api')).not.toHaveCount(0);
  await expect(logs.row('from web')).not.toHaveCount(0);
  await expect(logs.row(/api.?from api/).first()).toBeVisible();
  expect(page.url()).toContain('#/logs/@shop');
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
  expect(page.url()).toContain('#/logs/@shop');
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

test('saves searches, jumps to a time, and lists its keys', async ({ app, engine, page }) => {
  await print(engine, 'more', `${manyLines(500)} sleep 1d`);
  await app.containers.openPage('more');
  const { logs } = app;
  await expect(page.getByText('500 lines')).toBeVisible();
  await logs.search('timeout');
  await logs.tool('Regular expression').click();
  await logs.choose('More', 'Save this search');
  await page.reload();
  await logs.choose('More', 'Saved searches…');
  await page.getByRole('button', { name: 'Search for timeout' }).click();
  await expect(logs.searchBox).toHaveValue('timeout');
  await expect(logs.tool('Regular expression')).toHaveAttribute('aria-pressed', 'true');
  await logs.searchBox.press('Escape');

  await logs.choose('More', 'Jump to time…');
  await page.getByLabel('Time, in your time zone').fill('2020-01-01T00:00:00');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await logs.seen())[0]).toBe('WARN pool busy in line 1');

  await logs.choose('More', 'Keyboard shortcuts…');
  await expect(page.getByRole('dialog', { name: 'Keys of the log' })).toContainText('Errors only');
});

test('a person without a mouse reads, searches and filters', async ({ app, engine, page }) => {
  await print(engine, 'keyed', `${manyLines(2000)} sleep 1d`);
  await app.containers.openPage('keyed');
  const { logs } = app;
  await expect(page.getByText('2,000 lines')).toBeVisible();
  await app.tabTo(logs.log);
  await page.keyboard.press('PageUp');
  await expect(logs.pausedNotice).toBeVisible();
  await page.keyboard.press('Shift+G');
  await expect(logs.pausedNotice).toBeHidden();
  await page.keyboard.press('ControlOrMeta+F');
  await page.keyboard.type('line 777');
  await expect(logs.currentRow).toContainText('line 777');
  await page.keyboard.press('ArrowDown');
  await expect(logs.log).toBeFocused();
  await app.tabTo(logs.minimap);
  await page.keyboard.press('Home');
  await expect.poll(async () => (await logs.seen())[0]).toBe('WARN pool busy in line 1');
  await page.keyboard.press('PageDown');
  await expect.poll(async () => (await logs.seen())[0]).not.toContain('line 1$');
  await page.keyboard.press('End');
  await expect.poll(async () => (await logs.seen()).at(-1)).toContain('line 2000');
  await app.tabTo(logs.level('Info'));
  await page.keyboard.press('Space');
  await expect(page.getByText('600 shown')).toBeVisible();
});
