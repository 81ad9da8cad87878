import { composeMember } from '../fixtures/compose-member.ts';
import { expect, test } from '../fixtures/test.ts';
import { lookAt, type View } from '../screens/look.ts';

/** The two streams reach the engine by pipes of their own: near the end, where the pictures are taken, each line waits for the one before. */
const script = `i=0
while [ $i -lt 3000 ]; do
  i=$((i + 1))
  case $((i % 12)) in
    0) echo "ERROR query timeout after $((i * 3)) ms: SELECT * FROM orders WHERE status = \\$1" >&2; [ $i -lt 2800 ] || usleep 20000;;
    1) echo '{"level":"info","msg":"order accepted","order_id":"A-'$i'","total":84.2,"items":[1,2],"customer":{"id":7}}';;
    2) echo "WARN pool: 18/20 connections busy, 6 waiting";;
    3) printf 'INFO \\033[1mready\\033[0m on \\033[36mhttp://localhost:3001\\033[0m, \\033[38;5;208mbuild %s\\033[0m\\n' $i;;
    4) echo "DEBUG cache miss for /v1/products?page=$i";;
    5) echo "POST /v1/checkout 503 in 5006 ms";;
    *) echo "INFO GET /v1/products?page=$i 200 in 41 ms";;
  esac
done
echo 'ERROR request failed'; echo 'java.lang.IllegalStateException: closed'; printf '\\tat com.acme.Pool.take(Pool.java:41)\\n'; printf '\\tat com.acme.Main.main(Main.java:1)\\n'
echo "INFO last of them"
sleep 1d`;

const views: readonly View[] = [
  {
    name: 'logs-following',
    show: async (app) => {
      await app.containers.openPage('api');
      await expect(app.logs.row('last of them')).toHaveCount(1);
    },
  },
  {
    name: 'logs-search',
    show: async ({ logs, page }) => {
      await logs.tool('Regular expression').click();
      await logs.search('timeout|checkout');
      await expect(page.getByText('500 matching lines: 250 errors')).toBeVisible();
      await logs.searchBox.press('Shift+Enter');
      await logs.searchBox.press('Shift+Enter');
      await expect(() => logs.unfoldOne()).toPass({ timeout: 10_000 });
      await expect(logs.pausedNotice).toBeVisible();
      await page.mouse.move(0, 0);
    },
  },
  {
    name: 'logs-bad-pattern',
    show: async ({ logs, page }) => {
      await logs.search('timeout|(');
      await expect(page.getByText('isn’t a valid regular expression')).toBeVisible();
    },
  },
  {
    name: 'logs-filter',
    show: async ({ logs, page }) => {
      await logs.search('timeout');
      await logs.level('Debug').click();
      await logs.tool(/^Filter/).click();
      await page.getByRole('checkbox', { name: 'Only matching lines' }).check();
      await expect(page.getByText('250 shown')).toBeVisible();
    },
  },
  {
    name: 'logs-none',
    show: async ({ logs, page }) => {
      await page.keyboard.press('Escape');
      await logs.search('not to be found');
      await expect(page.getByText('No line matches the filter')).toBeVisible();
    },
  },
  {
    name: 'logs-keys',
    show: async ({ logs, page }) => {
      await page.reload();
      await expect(logs.row('last of them')).toHaveCount(1);
      await logs.choose('More', 'Keyboard shortcuts…');
    },
  },
  {
    name: 'logs-wrap',
    show: async (app) => {
      await app.closeDialogs();
      await app.logs.tool('Wrap long lines').click();
      await app.page.mouse.move(0, 0);
    },
  },
  {
    name: 'logs-page-empty',
    show: async (app) => {
      await app.logs.tool('Wrap long lines').click();
      await app.go('Logs');
      await expect(app.page.getByText('Choose containers to read')).toBeVisible();
    },
  },
  {
    name: 'logs-page',
    show: async ({ logs, page }) => {
      await page.getByRole('checkbox', { name: 'shop', exact: true }).check();
      await expect(logs.row('GET / 200').first()).toBeVisible();
    },
  },
];

test('logs have their picture in both themes and sizes, and axe finds nothing', async ({ app, engine }) => {
  test.setTimeout(180_000);
  const idle = ['--network', 'none', '--stop-timeout', '0'];
  const print = (name: readonly string[], what: string) =>
    engine.docker('run', '--detach', ...idle, ...name, engine.image, 'sh', '-c', what);
  await print(['--name', 'api'], script);
  await print(composeMember('shop', 'web'), 'while true; do echo "INFO GET / 200 in 3 ms"; sleep 0.7; done');
  await print(composeMember('shop', 'worker'), 'while true; do echo "WARN queue is long"; sleep 1; done');
  await print(composeMember('shop', 'db'), 'while true; do echo "LOG:  checkpoint complete" >&2; sleep 0.9; done');
  expect(await lookAt(app, views)).toEqual([]);
});
