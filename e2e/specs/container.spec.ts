import { expect, test } from '../fixtures/test.ts';

const ticking = ['sh', '-c', 'i=0; while :; do i=$((i+1)); echo "tick $i"; echo "oops $i" >&2; sleep 0.1; done'];

test('the log follows, stops following while one reads further up, and goes on', async ({ app, engine }) => {
  await engine.docker('run', '--detach', '--network', 'none', '--name', 'ticker', engine.image, ...ticking);
  await app.containers.openPage('ticker');
  const { log } = app.container;
  await expect(log).toContainText('tick 20', { timeout: 20_000 });
  await expect(log).toContainText('oops 20');
  // Enough to scroll, then up.
  await expect.poll(() => app.logs.rows.count()).toBeGreaterThan(40);
  await log.hover();
  await app.page.mouse.wheel(0, -300);
  await expect(app.container.pausedNotice).toBeVisible();
  const firstSeen = await app.logs.seen();
  await app.page.waitForTimeout(600);
  expect(await app.logs.seen(), 'the view stands still').toEqual(firstSeen);
  await app.container.follow();
  await expect(app.container.pausedNotice).toBeHidden();
  await expect.poll(async () => (await app.logs.seen()).at(-1)).not.toBe(firstSeen.at(-1));
});

test('the log of what has ended is there, and says nothing more will come', async ({ app, engine }) => {
  await engine
    .docker('run', '--name', 'said', engine.image, 'sh', '-c', 'echo first; echo "last words"; exit 2')
    .catch(() => '');
  await app.containers.openPage('said');
  await expect(app.container.log).toContainText('first');
  await expect(app.container.log).toContainText('last words');
});

test('the log goes on over a restart, without losing or repeating a line', async ({ app, engine }) => {
  await engine.docker(
    'run',
    '--detach',
    '--network',
    'none',
    '--name',
    'again',
    engine.image,
    'sh',
    '-c',
    'echo begin; sleep 1d',
  );
  await app.containers.openPage('again');
  await expect(app.container.log).toContainText('begin');
  await engine.docker('restart', '--time', '0', 'again');
  await expect.poll(async () => ((await app.container.log.innerText()).match(/begin/g) ?? []).length).toBe(2);
});

test('Inspect shows the daemon’s own record', async ({ app, engine }) => {
  await engine.runIdle('seen', '--env', 'SHOWN=yes');
  await app.containers.openPage('seen');
  await app.container.show('Inspect');
  const id = await engine.docker('inspect', '--format', '{{.Id}}', 'seen');
  await expect(app.container.inspectPanel).toContainText(id);
  await expect(app.container.inspectPanel).toContainText('SHOWN=yes');
});

test('a container that is removed while its page is open says so', async ({ app, engine }) => {
  await engine.runIdle('gone');
  await app.containers.openPage('gone');
  await expect(app.container.log).toBeVisible();
  await engine.docker('rm', '--force', 'gone');
  await expect(app.page.getByText(/removed|no longer exists/).first()).toBeVisible();
});
