import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Collection } from './collection.ts';
import { Reader, type Source } from './reader.ts';

interface Row {
  readonly id: string;
  /** When the model's object was made, and when it was changed last, in changes of all objects. */
  readonly born: number;
  readonly revision: number;
}

interface Told {
  readonly action: 'create' | 'change' | 'destroy';
  readonly id: string;
  readonly revision: number;
}

interface PendingRead {
  readonly ids: readonly string[] | null;
  answer: Row[] | null;
  readonly resolve: (rows: Row[]) => void;
  readonly reject: (error: Error) => void;
}

/** A daemon whose events and answers come as late as the test wants: an answer shows some moment between its request and itself. */
class ModelDaemon implements Source<Row> {
  readonly objects = new Map<string, Row>();
  readonly untold: Told[] = [];
  pending: PendingRead[] = [];
  #revision = 0;

  create(id: string): void {
    if (this.objects.has(id)) return;
    this.#revision += 1;
    this.objects.set(id, { id, born: this.#revision, revision: this.#revision });
    this.untold.push({ action: 'create', id, revision: this.#revision });
  }

  change(id: string): void {
    const row = this.objects.get(id);
    if (row === undefined) return;
    this.#revision += 1;
    this.objects.set(id, { ...row, revision: this.#revision });
    this.untold.push({ action: 'change', id, revision: this.#revision });
  }

  destroy(id: string): void {
    if (!this.objects.delete(id)) return;
    this.#revision += 1;
    this.untold.push({ action: 'destroy', id, revision: this.#revision });
  }

  readAll(): Promise<Row[]> {
    return this.#read(null);
  }

  readSome(ids: readonly string[]): Promise<Row[]> {
    return this.#read(ids);
  }

  look(place: number): void {
    const waiting = this.pending.filter(({ answer }) => answer === null);
    const read = waiting[place % Math.max(1, waiting.length)];
    if (read !== undefined) read.answer = [...this.objects.values()].filter(({ id }) => read.ids?.includes(id) ?? true);
  }

  answer(place: number): void {
    const ready = this.pending.filter(({ answer }) => answer !== null);
    const read = ready[place % Math.max(1, ready.length)];
    if (read === undefined) return;
    this.pending = this.pending.filter((other) => other !== read);
    read.resolve(read.answer ?? []);
  }

  fail(place: number): void {
    const read = this.pending[place % Math.max(1, this.pending.length)];
    this.pending = this.pending.filter((other) => other !== read);
    read?.reject(new Error('The model daemon failed.'));
  }

  #read(ids: readonly string[] | null): Promise<Row[]> {
    return new Promise((resolve, reject) => {
      this.pending.push({ ids, answer: null, resolve, reject });
    });
  }
}

/** What is published, and what may never be published any more. */
class Witness {
  readonly #collection: Collection<Row>;
  readonly #daemon: ModelDaemon;
  /** Of each object the latest moment that was shown or told to be its last one. */
  readonly #latest = new Map<string, number>();
  #shown = new Map<string, Row>();

  constructor(collection: Collection<Row>, daemon: ModelDaemon) {
    this.#collection = collection;
    this.#daemon = daemon;
  }

  tell({ action, id, revision }: Told): void {
    if (action !== 'destroy') return;
    this.#latest.set(id, Math.max(revision, this.#latest.get(id) ?? 0));
    // A list may already show the next object of this name: it goes until its own event is told.
    this.#shown.delete(id);
  }

  /** What is wrong with what is shown now; null when nothing is. */
  complaint(): string | null {
    const shown = new Map([...this.#collection.rows].map(([id, { row }]) => [id, row]));
    const before = this.#shown;
    this.#shown = shown;
    for (const [id, { revision }] of shown) {
      if (revision < (this.#latest.get(id) ?? 0)) return `${id} goes back in time`;
      this.#latest.set(id, revision);
    }
    for (const [id, { born }] of before) {
      if (!shown.has(id) && this.#daemon.objects.get(id)?.born === born) return `${id} vanishes while it is there`;
    }
    return null;
  }
}

const id = fc.constantFrom('a', 'b', 'c');
const place = fc.nat({ max: 3 });
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('create', 'change', 'destroy'), id }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('tell'), hasExpectation: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('look', 'answer'), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail'), place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(0, 1, 10, 60, 300, 2_000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('readAll', 'touchAll') }) },
) as fc.Arbitrary<Step>;

type Step =
  | { readonly kind: 'create' | 'change' | 'destroy'; readonly id: string }
  | { readonly kind: 'tell'; readonly hasExpectation: boolean }
  | { readonly kind: 'look' | 'answer' | 'fail'; readonly place: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'readAll' | 'touchAll' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Hands the reader what happened, as the mirror does. */
function tell(
  reader: Reader<Row>,
  { action, id: told, revision }: Told,
  isById: boolean,
  hasExpectation: boolean,
): void {
  if (action === 'destroy') reader.remove(told);
  else if (isById) reader.touch(told, hasExpectation ? (row) => row.revision >= revision : null);
  else reader.touchAll();
}

/** Answers with what was wrong; null when nothing was. */
async function walk(steps: readonly Step[], isById: boolean): Promise<string | null> {
  const daemon = new ModelDaemon();
  const collection = new Collection<Row>();
  const witness = new Witness(collection, daemon);
  const stop = new AbortController();
  const source = isById ? daemon : { readAll: () => daemon.readAll() };
  const reader = new Reader(collection, source, pino({ level: 'silent' }), stop.signal);
  const tellNext = (hasExpectation: boolean) => {
    const told = daemon.untold.shift();
    if (told === undefined) return;
    witness.tell(told);
    tell(reader, told, isById, hasExpectation);
  };
  const readAll = () => reader.readAll().catch(() => undefined);
  daemon.create('a');
  daemon.untold.shift();
  // Until the first list is in, the mirror begins anew.
  const begin = (): Promise<void> => reader.readAll().catch(begin);
  void begin();
  for (const action of steps) {
    if ('place' in action) daemon[action.kind](action.place);
    else if ('id' in action) daemon[action.kind](action.id);
    else if (action.kind === 'tell') tellNext(action.hasExpectation);
    else if (action.kind === 'wait') await vi.advanceTimersByTimeAsync(action.ms);
    else if (action.kind === 'touchAll') reader.touchAll();
    else void readAll();
    await vi.advanceTimersByTimeAsync(0);
    const complaint = witness.complaint();
    if (complaint !== null) return complaint;
  }
  // All is told and answered; then nothing is left to do.
  while (daemon.untold.length > 0) tellNext(true);
  await vi.advanceTimersByTimeAsync(0);
  for (let turn = 0; daemon.pending.length > 0 || vi.getTimerCount() > 0; turn += 1) {
    if (turn > 50) return 'it never comes to rest';
    while (daemon.pending.length > 0) {
      daemon.look(0);
      daemon.answer(0);
      await vi.advanceTimersByTimeAsync(0);
      const complaint = witness.complaint();
      if (complaint !== null) return complaint;
    }
    await vi.advanceTimersByTimeAsync(5_000);
  }
  stop.abort();
  const shown = new Map([...collection.rows].map(([key, { row }]) => [key, row]));
  return isDeepStrictEqual(shown, daemon.objects) ? null : 'it is not what the daemon has';
}

test.each([
  ['by id', true],
  ['only in lists', false],
])('what is read %s is true once all is told, and never goes back before', async (_, isById) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      expect(await walk(steps, isById)).toBeNull();
    }),
    { numRuns: 500 },
  );
});
