import { test } from '../fixtures/test.ts';
import { floodSessions, outlivePour } from '../journeys/terminal-flood.ts';

test('a pour of 5 MiB leaves exactly its last lines', async ({ app, engine }) => {
  await outlivePour(app, engine, 700_000);
});

test('four sessions that flood at once show every line', async ({ app, engine }) => {
  await floodSessions(app, engine, 4);
});
