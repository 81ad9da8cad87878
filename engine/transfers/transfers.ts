import { familiarReference, type ImageReference } from '../contract/image-reference.ts';
import type { Transfer } from '../contract/transfers.ts';
import { isSameAddress } from '../docker/address.ts';
import { connectOnceBack, connectToDocker, type DockerConnection, isAway } from '../docker/connect.ts';
import { readReference } from '../docker/distribution.ts';
import { toEngineError } from '../docker/errors.ts';
import { Collection } from '../mirror/collection.ts';
import { BackOff } from '../platform/back-off.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { Waiters } from '../platform/waiters.ts';
import { carry } from './carry.ts';
import { createSaveFile, freeSavePath, isReplaceable } from './save-file.ts';
import { type TransferEngine, type TransferOrder, TransferRecord, type TransferTitle } from './transfer-record.ts';
import { Upload } from './upload.ts';

/** The page is told of progress four times a second at most, whatever is under way: each telling takes from a pull that the same processor carries. */
const tellMs = 250;
/** While something is under way it is told this often at least: its rate sinks when nothing comes. */
const tickMs = 1_000;
/** So many that have ended stay in the list. */
const keptEnded = 50;
/** So often in a row an engine may be lost without one more byte carried before it is given up. */
const maxVainAttempts = 8;
/** Between two of these attempts. */
const firstPauseMs = 100;
const longestPauseMs = 12_800;
/** A page that sends a file and is gone so long does not come back. */
const senderGoneMs = 30_000;

interface TransfersOptions {
  /** Wakes its waiters when an engine begins to answer. */
  readonly answers: Waiters;
  readonly downloadsDir: () => Promise<string>;
  readonly log: Log;
}

/**
 * All pulls, pushes, saves, loads and imports. They belong to the service, not to a page, and end
 * with it. Each continues, waits and retries on the engine that was chosen when it started.
 */
export class Transfers implements AsyncDisposable {
  readonly rows = new Collection<Transfer>();
  readonly #options: TransfersOptions;
  readonly #records = new Map<string, TransferRecord>();
  readonly #untold = new Set<string>();
  readonly #senders = new Map<string, NodeJS.Timeout>();
  /** A file that the next save may replace. */
  #agreedPath: string | null = null;
  #lastToldMs = -tellMs;
  #timer: NodeJS.Timeout | undefined;
  /** The timer is for news. */
  #tellsAtOnce = false;
  #ticker: NodeJS.Timeout | undefined;

  constructor(options: TransfersOptions) {
    this.#options = options;
    this.rows.setFreshness('live');
  }

  /** Throws `reference-invalid`. One that the engine pulls already is not pulled twice. */
  pull(on: TransferEngine, text: string, platform: string): string {
    const reference = readReference(text);
    return this.#startOnce(on, { kind: 'pull', reference, platform }, toTitle(reference));
  }

  /** Throws `reference-invalid`, also for a name with a digest, which cannot be pushed. */
  push(on: TransferEngine, text: string): string {
    const reference = readNameToGive(text);
    return this.#startOnce(on, { kind: 'push', reference }, toTitle(reference));
  }

  async savePath(references: readonly string[]): Promise<string> {
    return freeSavePath(await this.#options.downloadsDir(), references);
  }

  /** The person chose this file in the system's own dialog, which asks before a file is replaced: a save to it may do so. */
  async agreeToReplace(path: string): Promise<void> {
    this.#agreedPath = (await isReplaceable(path)) ? path : null;
  }

  /** Throws `file-exists` and `file-not-writable`. */
  async save(on: TransferEngine, references: readonly string[], wantedPath: string): Promise<string> {
    const path = wantedPath === '' ? await this.savePath(references) : wantedPath;
    // Tried now, so that whoever asked hears at once that it cannot be made.
    const mayReplace = path === this.#agreedPath;
    await (await createSaveFile(path, mayReplace)).drop();
    this.#agreedPath = null;
    return this.#start(on, { kind: 'save', references, path, mayReplace }, { name: references[0] ?? '', references });
  }

  load(on: TransferEngine, fileName: string, sizeBytes: number): string {
    const upload = new Upload(sizeBytes);
    return this.#start(on, { kind: 'load', upload, sizeBytes }, { name: fileName, references: [] });
  }

  /** Throws `reference-invalid`. */
  import(on: TransferEngine, fileName: string, sizeBytes: number, text: string): string {
    const reference = readNameToGive(text);
    const upload = new Upload(sizeBytes);
    const title = { name: fileName, references: [familiarReference(reference)] };
    return this.#start(on, { kind: 'import', upload, sizeBytes, reference }, title);
  }

  /** The next bytes of a file. Throws `invalid` for a piece out of turn, and why it has ended if it has. */
  async send(id: string, offset: number, bytes: Uint8Array): Promise<void> {
    const record = this.#find(id);
    const upload = uploadOf(record);
    if (upload === null) throw new EngineError('invalid', 'Nothing is sent for this.');
    this.#senderIsThere(id);
    try {
      if (record.isEnded) throw new EngineError('cancelled', 'It has ended.');
      await upload.send(offset, bytes);
    } catch (error) {
      // The daemon may have given up on the file in the middle: what it said is why nobody takes the rest.
      if (error instanceof EngineError && error.code === 'cancelled') await record.settled;
      throw record.failure ?? error;
    }
    record.countUpload(upload);
    this.#tell(record);
  }

  /** The connection of the page that sends this file is gone. */
  senderIsGone(id: string): void {
    const record = this.#records.get(id);
    if (record === undefined || record.isEnded || uploadOf(record)?.isComplete !== false) return;
    this.#senderIsThere(id);
    this.#senders.set(
      id,
      setTimeout(() => record.cancel(), senderGoneMs),
    );
  }

  /** Answers when it has ended. */
  async cancel(id: string): Promise<void> {
    const record = this.#find(id);
    record.cancel();
    await record.settled;
  }

  /** Throws `invalid` for one that cannot begin again: it is under way, done, or has a file that only the page can send. */
  retry(id: string): string {
    const record = this.#find(id);
    const canBegin = (record.state === 'failed' || record.state === 'cancelled') && uploadOf(record) === null;
    if (!canBegin) throw new EngineError('invalid', 'This cannot begin again.');
    record.reopen();
    this.#run(record);
    return id;
  }

  dismiss(ids: readonly string[]): void {
    const ended = ids.filter((id) => this.#records.get(id)?.isEnded === true);
    for (const id of ended) this.#records.delete(id);
    this.rows.apply([], ended, Date.now());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const record of this.#records.values()) record.cancel();
    await Promise.all([...this.#records.values()].map(({ settled }) => settled));
    clearTimeout(this.#timer);
    clearInterval(this.#ticker);
    for (const timer of this.#senders.values()) clearTimeout(timer);
  }

  #find(id: string): TransferRecord {
    const record = this.#records.get(id);
    if (record === undefined) throw new EngineError('not-found', 'This transfer is not known any more.');
    return record;
  }

  #startOnce(on: TransferEngine, order: TransferOrder, title: TransferTitle): string {
    const { address } = on.engine;
    for (const {
      id,
      isEnded,
      on: { engine },
      order: other,
      title: its,
    } of this.#records.values()) {
      if (isEnded || !isSameAddress(engine.address, address) || other.kind !== order.kind || its.name !== title.name)
        continue;
      if (other.kind !== 'pull' || order.kind !== 'pull' || other.platform === order.platform) return id;
    }
    return this.#start(on, order, title);
  }

  #start(on: TransferEngine, order: TransferOrder, title: TransferTitle): string {
    const record = new TransferRecord(order, title, on);
    this.#records.set(record.id, record);
    this.#run(record);
    return record.id;
  }

  #run(record: TransferRecord): void {
    const hold = record.on.hold();
    this.#ticker ??= setInterval(() => this.#tick(), tickMs);
    record.settled = this.#carryOn(record).finally(() => {
      hold[Symbol.dispose]();
      uploadOf(record)?.close();
      this.#senderIsThere(record.id);
      this.#tell(record);
      this.#forgetOld();
    });
    this.#tell(record);
  }

  /** Until it is done, or cannot be. Never rejects. */
  async #carryOn(record: TransferRecord): Promise<void> {
    const { signal } = record;
    const backOff = new BackOff(firstPauseMs, longestPauseMs);
    let vainAttempts = 0;
    let doneBefore = -1;
    for (;;) {
      try {
        using connection = await this.#reach(record);
        record.beginAttempt();
        this.#tell(record);
        const onProgress = () => this.#tell(record);
        record.end(await carry({ record, connection, onProgress }));
        return;
      } catch (thrown) {
        const error = toEngineError(thrown, signal);
        if (signal.aborted) {
          record.endCancelled();
          return;
        }
        if (record.doneBytes > doneBefore) {
          doneBefore = record.doneBytes;
          vainAttempts = 0;
          backOff.reset();
        }
        vainAttempts += 1;
        const goesOn = error.code === 'unreachable' && uploadOf(record) === null && vainAttempts <= maxVainAttempts;
        if (!goesOn) {
          this.#options.log.info({ kind: record.order.kind, error: error.message }, 'a transfer failed');
          record.fail(error);
          return;
        }
      }
      record.wait();
      this.#tell(record);
      // The next attempt finds an abort.
      await backOff.wait(signal).catch(() => undefined);
    }
  }

  /**
   * Opens a connection of its own, which stays open when another engine is chosen. Waits until the
   * engine answers, but not with a file, which a page sends now.
   */
  async #reach(record: TransferRecord): Promise<DockerConnection> {
    const { engine } = record.on;
    const { signal } = record;
    try {
      return await connectToDocker(engine.address, signal);
    } catch (error) {
      if (!isAway(error) || uploadOf(record) !== null) throw error;
    }
    record.wait();
    this.#tell(record);
    return connectOnceBack(engine.address, this.#options.answers, signal);
  }

  #senderIsThere(id: string): void {
    clearTimeout(this.#senders.get(id));
    this.#senders.delete(id);
  }

  #tick(): void {
    const active = [...this.#records.values()].filter(({ isEnded }) => !isEnded);
    for (const record of active) this.#tell(record);
    if (active.length > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  #tell({ id, state }: TransferRecord): void {
    this.#untold.add(id);
    // A beginning, a wait, an end: news that somebody waits for, and that another may follow at once.
    const isNews = this.rows.rows.get(id)?.row.state !== state;
    // One that waits for news stays: where something comes all the time, it would be put off for ever.
    if (this.#timer !== undefined && (!isNews || this.#tellsAtOnce)) return;
    this.#tellsAtOnce = isNews;
    const waitMs = isNews ? 0 : Math.max(0, this.#lastToldMs + tellMs - performance.now());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tellNow(), waitMs);
  }

  #tellNow(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    this.#lastToldMs = nowMs;
    const rows = [...this.#untold].flatMap((id) => this.#records.get(id)?.toRow(nowMs) ?? []);
    this.#untold.clear();
    this.rows.apply(rows, [], Date.now());
  }

  #forgetOld(): void {
    const ended = [...this.#records.values()].filter(({ isEnded }) => isEnded);
    this.dismiss(ended.slice(0, Math.max(0, ended.length - keptEnded)).map(({ id }) => id));
  }
}

function toTitle(reference: ImageReference): TransferTitle {
  const name = familiarReference(reference);
  return { name, references: [name] };
}

/** A name that an image is to have elsewhere or here: a tag, never a digest. */
function readNameToGive(text: string): ImageReference {
  const reference = readReference(text);
  if (reference.digest === '') return reference;
  throw new EngineError('invalid', `invalid reference format: ${text} has a digest`, {
    reason: 'reference-invalid',
    params: { image: text },
  });
}

function uploadOf({ order }: TransferRecord): Upload | null {
  return order.kind === 'load' || order.kind === 'import' ? order.upload : null;
}
