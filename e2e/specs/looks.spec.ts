import { findAccessibilityProblems } from '../fixtures/accessibility.ts';
import { fillForPictures } from '../fixtures/picture-engine.ts';
import { expect, test } from '../fixtures/test.ts';
import { look, lookAt, type View } from '../screens/look.ts';

const listViews: readonly View[] = [
  { name: 'containers', show: (app) => app.go('Containers') },
  { name: 'containers-pane', show: (app) => app.containers.open('api') },
  {
    name: 'containers-selected',
    show: async (app) => {
      await app.page.reload();
      await app.containers.select('api', 'web');
    },
  },
  {
    name: 'run-dialog',
    show: async (app) => {
      await app.page.reload();
      await app.containers.runButton.click();
      await app.runDialog.enter({ image: 'berth-e2e/web:1.0', name: 'web', hostPort: 8081, containerPort: 8080 });
    },
  },
  {
    name: 'remove-dialog',
    show: async (app) => {
      await app.closeDialogs();
      await app.containers.row('mailpit').focus();
      await app.page.keyboard.press('Delete');
      await app.containers.confirmation.waitFor();
    },
  },
  {
    name: 'palette',
    show: async (app) => {
      await app.closeDialogs();
      await app.palette.open();
      await app.palette.type('st');
    },
  },
];

const otherViews: readonly View[] = [
  {
    name: 'container-logs',
    show: async (app) => {
      await app.containers.openPage('mailpit');
      await expect(app.container.log).toContainText('ready');
    },
  },
  { name: 'container-inspect', show: (app) => app.container.show('Inspect') },
  { name: 'images', show: (app) => app.go('Images') },
  { name: 'volumes', show: (app) => app.go('Volumes') },
  { name: 'networks', show: (app) => app.go('Networks') },
  { name: 'plugins', show: (app) => app.go('Plugins') },
  { name: 'settings', show: (app) => app.go('Settings') },
  {
    name: 'engine-switcher',
    show: async (app) => {
      await app.go('Containers');
      await app.engineCard.click();
      await app.page.getByRole('dialog').waitFor();
    },
  },
];

/** A shell of the container whose page is open, and what opens over it. */
const terminalViews: readonly View[] = [
  {
    name: 'terminal',
    show: async (app) => {
      await app.container.show('Terminal');
      await expect(app.terminal.input).toBeFocused();
      await app.terminal.run('ls -l / && id');
      await expect.poll(() => app.terminal.text()).toContain('uid=0');
    },
  },
  {
    name: 'terminal-picker',
    show: async (app) => {
      await app.terminal.openPicker();
      // The button's tip would fade in or out under the camera.
      await app.page.mouse.move(0, 0);
    },
  },
  {
    name: 'terminal-find',
    show: async (app) => {
      await app.closeDialogs();
      await app.terminal.use('Find');
      await app.page.keyboard.type('root');
    },
  },
  {
    name: 'terminal-shortcuts',
    show: async (app) => {
      await app.page.keyboard.press('Escape');
      await app.terminal.use('Keyboard shortcuts');
    },
  },
  {
    name: 'terminal-split',
    show: async (app) => {
      await app.closeDialogs();
      await app.terminal.use('Split right');
      await expect(app.terminal.sessions).toHaveCount(2);
      await expect.poll(() => app.terminal.text(1)).toContain('#');
    },
  },
  {
    name: 'terminals-ended',
    show: async (app) => {
      await app.go('Terminals');
      await app.terminal.input.last().focus();
      await app.terminal.run('exit 2');
      await expect(app.page.getByText('Ended, exit code 2')).toBeVisible();
    },
  },
];

test.describe('has nothing that axe finds in both themes, and its pictures when they are asked for', () => {
  test.setTimeout(120_000);

  test('the list of containers and what opens over it', async ({ app, engine }) => {
    await fillForPictures(engine);
    await expect(app.containers.row('web')).toContainText('Healthy');
    expect(await lookAt(app, listViews)).toEqual([]);
  });

  test('every other page', async ({ app, engine }) => {
    await fillForPictures(engine);
    await expect(app.containers.row('web')).toContainText('Healthy');
    expect(await lookAt(app, otherViews)).toEqual([]);
  });

  test('terminals', async ({ app, engine }) => {
    await engine.runIdle('shell');
    await app.containers.openPage('shell');
    expect(await lookAt(app, terminalViews)).toEqual([]);
  });

  test('terminals that a screen reader reads', async ({ app, engine, page }) => {
    await engine.runIdle('spoken');
    await app.go('Settings');
    await page.getByRole('switch', { name: 'Read out program output' }).click();
    await app.go('Containers');
    await app.containers.openPage('spoken');
    await app.container.show('Terminal');
    await expect(app.terminal.input).toBeFocused();
    await app.terminal.run('echo spoken $((40 + 2))');
    await expect(page.locator('.xterm-accessibility')).toContainText('spoken 42');
    expect(await findAccessibilityProblems(page)).toEqual([]);
  });

  test('the empty list, and an engine that is lost', async ({ app, engine, page }) => {
    await expect(page.getByText('Run your first container')).toBeVisible();
    const problems = await look(page, 'containers-empty');
    await engine.docker('create', '--name', 'left', engine.image);
    await expect(app.containers.row('left')).toBeVisible();
    await engine.kill();
    await expect(app.engineCard).toHaveAccessibleName(/No answer/);
    problems.push(...(await look(page, 'containers-stale')));
    await engine.restart();
    expect(problems).toEqual([]);
  });
});
