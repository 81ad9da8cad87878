import { composeMember } from '../fixtures/compose-member.ts';
import type { TestEngine } from '../fixtures/engine.ts';
import { expect, test } from '../fixtures/test.ts';

async function createMixture({ docker, image }: TestEngine): Promise<void> {
  await docker('run', '--detach', ...composeMember('shop', 'api'), image, 'sleep', '1d');
  await docker('run', '--detach', ...composeMember('shop', 'web'), image, 'sh', '-c', 'exit 4');
  await docker('run', '--detach', ...composeMember('blog', 'db'), image, 'sleep', '1d');
  await docker('create', '--name', 'lonely', image);
}

test.describe('the list of containers', () => {
  test.beforeEach(async ({ app, engine }) => {
    await createMixture(engine);
    await expect(app.containers.row('lonely')).toBeVisible();
  });

  test('groups by project, those in none last, and folds', async ({ app }) => {
    const { containers } = app;
    const names = async (): Promise<string[]> => containers.names();
    expect(await names()).toEqual(['blog', 'db', 'shop', 'api', 'web', 'Not in a project', 'lonely']);
    await containers.toggle('shop');
    expect(await names()).toEqual(['blog', 'db', 'shop', 'Not in a project', 'lonely']);
    await expect(containers.row('shop')).toHaveAttribute('aria-expanded', 'false');
    await app.page.reload();
    await expect(containers.row('lonely')).toBeVisible();
    expect(await names(), 'folds survive a reload').toEqual(['blog', 'db', 'shop', 'Not in a project', 'lonely']);
    await containers.toggle('shop');
    await expect(containers.row('web')).toBeVisible();
  });

  test('filters by words and by state, says when nothing matches, and how to get back', async ({ app }) => {
    const { containers } = app;
    await containers.filter('api');
    await expect(containers.row('api')).toBeVisible();
    await expect(containers.row('lonely')).toHaveCount(0);
    await containers.filter('nothing-like-it');
    await expect(app.page.getByText('No containers match “nothing-like-it”.')).toBeVisible();
    await app.page.getByRole('button', { name: 'Clear filter' }).last().click();
    await expect(containers.row('lonely')).toBeVisible();
    await containers.showSegment('Running');
    expect(await containers.names()).toEqual(['blog', 'db', 'shop', 'api']);
    await containers.showSegment('Needs attention');
    expect(await containers.names()).toEqual(['shop', 'web']);
    await containers.showSegment('All');
  });

  test('sorts by a column, the other way round, and back', async ({ app }) => {
    const { containers } = app;
    const shop = async (): Promise<string[]> =>
      (await containers.names()).filter((name) => name === 'api' || name === 'web');
    await expect(containers.columnHeader('Name')).toHaveAttribute('aria-sort', 'ascending');
    await containers.sortBy('State');
    await expect(containers.columnHeader('State')).toHaveAttribute('aria-sort', 'ascending');
    expect(await shop()).toEqual(['web', 'api']);
    await containers.sortBy('State');
    await expect(containers.columnHeader('State')).toHaveAttribute('aria-sort', 'descending');
    expect(await shop()).toEqual(['api', 'web']);
    await containers.sortBy('State');
    await expect(containers.columnHeader('Name')).toHaveAttribute('aria-sort', 'ascending');
  });

  test('offers a checkbox where the pointer is, and in every row once one is chosen', async ({ app }) => {
    const { containers } = app;
    const checkboxes = containers.rows.getByRole('checkbox', { name: /^Select (?!all)/ });
    await app.page.mouse.move(0, 0);
    await expect(checkboxes).toHaveCount(0);
    await containers.row('db').hover();
    await expect(checkboxes).toHaveCount(1);
    // Above the box, at the row's edge: meant for it all the same, and no way to open the row.
    await containers
      .row('db')
      .getByRole('gridcell')
      .first()
      .click({ position: { x: 8, y: 2 } });
    await expect(containers.row('db')).toHaveAttribute('aria-selected', 'true');
    await expect(checkboxes).toHaveCount(4);
    await checkboxes.first().uncheck();
    await expect(containers.bulkBar).toBeHidden();
  });
});
