import { startCrowd } from '../../engine/test/crowd.ts';
import { expect, test } from '../fixtures/test.ts';

test.use({
  engineSocket: async ({ folder }, use) => {
    await using crowd = await startCrowd({ socketPath: `${folder}/crowd.sock`, containers: 5000, images: 5000 });
    await use(crowd.socketPath);
  },
});

test('five thousand containers and images cost the page few rows and nodes, wherever one scrolls', async ({
  app,
  page,
}) => {
  const size = async (): Promise<{ rows: number; nodes: number }> =>
    page.evaluate(() => {
      let nodes = 0;
      for (const walker = document.createTreeWalker(document); walker.nextNode() !== null;) nodes++;
      return { rows: document.querySelectorAll('[role=row]').length, nodes };
    });
  for (const section of ['Containers', 'Images'] as const) {
    await app.go(section);
    const { grid } = section === 'Containers' ? app.containers : app.images;
    await expect.poll(() => grid.getAttribute('aria-rowcount').then(Number)).toBeGreaterThan(5000);
    await expect.poll(() => grid.getByRole('row').count()).toBeGreaterThan(12);
    await grid.hover();
    for (const deltaY of [0, 20_000, 60_000, 400_000, -10_000]) {
      await page.mouse.wheel(0, deltaY);
      await page.waitForTimeout(100);
      const { rows, nodes } = await size();
      expect(rows).toBeLessThanOrEqual(80);
      expect(rows).toBeGreaterThan(12);
      expect(nodes).toBeLessThanOrEqual(3000);
    }
  }
});
