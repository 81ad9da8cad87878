import { callSignal, implementation, type Service } from './services.ts';

export function createJournalService({ journal: entries }: Service) {
  const { journal } = implementation;
  return {
    changes: journal.changes.handler(({ input, signal }) => entries.changes(input, callSignal(signal))),
    add: journal.add.handler(({ input }) => entries.add(input)),
  };
}
