import { test } from '../fixtures/test.ts';
import { outliveEndlessLine } from '../journeys/hostile-terminal.ts';
import { floodSessions, outlivePour } from '../journeys/terminal-flood.ts';

test('a pour of 50 MiB leaves exactly its last lines', async ({ app, engine }) => {
  test.setTimeout(120_000);
  await outlivePour(app, engine, 7_000_000);
});

test('twenty sessions that flood at once show every line', async ({ app, engine }) => {
  test.setTimeout(180_000);
  await floodSessions(app, engine, 20);
});

test('100 MB without the end of a line go by, and the shell still answers', async ({ app, engine }) => {
  test.slow();
  await outliveEndlessLine(app, engine, 100_000_000);
});
