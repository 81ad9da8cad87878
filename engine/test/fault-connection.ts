import { connect, type Socket } from 'node:net';
import { DelayedPipe } from './delayed-pipe.ts';
import type { Fault } from './fault.ts';
import { type RequestHead, RequestTracker } from './request-tracker.ts';

/** What a connection tells its proxy. */
export interface ConnectionNews {
  counted(direction: 'up' | 'down', bytes: number): void;
  requested(request: string): void;
  closed(): void;
}

/** One client's connection through the fault proxy, and the daemon's end of it. */
export class ProxiedConnection {
  readonly #client: Socket;
  readonly #daemon: Socket;
  readonly #news: ConnectionNews;
  readonly #tracker = new RequestTracker();
  readonly #up: DelayedPipe;
  readonly #down: DelayedPipe;
  #faults: readonly Fault[] = [];
  #head: RequestHead | null = null;
  #sinceHead = { up: 0, down: 0 };
  #injected = false;
  /** The request was answered here: whatever the client still sends of it is dropped. */
  #isAnswered = false;

  constructor(client: Socket, targetPath: string, news: ConnectionNews) {
    this.#client = client;
    this.#news = news;
    this.#daemon = connect({ path: targetPath, allowHalfOpen: true });
    this.#up = new DelayedPipe(this.#daemon, () => this.#delayMs());
    this.#down = new DelayedPipe(this.#client, () => this.#delayMs());
  }

  /** Method and path of the request that was begun last. */
  get currentRequest(): string | null {
    return this.#head === null ? null : toName(this.#head);
  }

  open(): void {
    for (const socket of [this.#client, this.#daemon]) {
      // A peer that breaks off, or a daemon that is not there, ends both sides; who fails first does not matter.
      socket.on('error', () => this.destroy());
    }
    this.#client.on('close', () => this.destroy());
    this.#daemon.on('close', () => {
      // What the daemon said before it went may still be on its delayed way to the client.
      if (this.#down.isEmpty && !this.#isAnswered) this.destroy();
    });
    this.#client.on('data', (chunk: Buffer) => this.#fromClient(chunk));
    this.#daemon.on('data', (chunk: Buffer) => this.#fromDaemon(chunk));
    this.#client.on('end', () => this.#up.end());
    this.#daemon.on('end', () => this.#down.end());
    this.#up.onPressure = (isHigh) => this.#flow(this.#client, 'up', isHigh);
    this.#down.onPressure = (isHigh) => this.#flow(this.#daemon, 'down', isHigh);
    this.#applyPause();
  }

  useFaults(faults: readonly Fault[]): void {
    this.#faults = faults;
    this.#sinceHead = { up: 0, down: 0 };
    this.#injected = false;
    this.#applyPause();
  }

  destroy(): void {
    this.#up.close();
    this.#down.close();
    this.#client.destroy();
    this.#daemon.destroy();
    this.#news.closed();
  }

  #fromClient(chunk: Buffer): void {
    for (const { bytes, head } of this.#tracker.push(chunk)) {
      if (head !== null) this.#begin(head);
      if (this.#isAnswered) continue;
      this.#pass('up', bytes, this.#up);
    }
  }

  #begin(head: RequestHead): void {
    this.#head = head;
    this.#sinceHead = { up: 0, down: 0 };
    this.#injected = false;
    this.#news.requested(toName(head));
    const answer = this.#find('answer');
    this.#applyPause();
    if (answer === undefined) return;
    this.#isAnswered = true;
    const body = Buffer.from(answer.body);
    this.#down.write(
      Buffer.concat([
        Buffer.from(
          `HTTP/1.1 ${answer.status} Fault\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
        ),
        body,
      ]),
    );
    this.#down.end();
  }

  #fromDaemon(chunk: Buffer): void {
    if (this.#isAnswered) return;
    const garbage = this.#find('garbage');
    const before = garbage === undefined ? Infinity : garbage.afterBytes - this.#sinceHead.down;
    if (garbage === undefined || this.#injected || before > chunk.length) {
      this.#pass('down', chunk, this.#down);
      return;
    }
    this.#injected = true;
    this.#pass('down', chunk.subarray(0, Math.max(before, 0)), this.#down);
    this.#down.write(garbage.bytes);
    this.#pass('down', chunk.subarray(Math.max(before, 0)), this.#down);
  }

  #pass(direction: 'up' | 'down', bytes: Buffer, to: DelayedPipe): void {
    const cut = this.#faults.find(
      (fault) => fault.kind === 'cut' && fault.direction === direction && this.#strikes(fault),
    );
    const allowed = cut?.kind === 'cut' ? Math.max(cut.afterBytes - this.#sinceHead[direction], 0) : Infinity;
    const passed = bytes.subarray(0, Math.min(allowed, bytes.length));
    this.#sinceHead[direction] += passed.length;
    this.#news.counted(direction, passed.length);
    to.write(passed);
    if (passed.length < bytes.length || allowed === 0) to.cutAfterWritten(() => this.destroy());
  }

  #find<K extends Fault['kind']>(kind: K): Extract<Fault, { kind: K }> | undefined {
    return this.#faults.find(
      (fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind && this.#strikes(fault),
    );
  }

  #strikes(fault: Fault): boolean {
    return fault.path === undefined || (this.#head !== null && fault.path.test(this.#head.target));
  }

  #delayMs(): number {
    const delay = this.#find('delay');
    return delay === undefined ? 0 : delay.delayMs + Math.random() * (delay.jitterMs ?? 0);
  }

  #isPaused(direction: 'up' | 'down'): boolean {
    return this.#faults.some(
      (fault) => fault.kind === 'pause' && fault.direction === direction && this.#strikes(fault),
    );
  }

  #applyPause(): void {
    this.#flow(this.#client, 'up', this.#up.isUnderPressure);
    this.#flow(this.#daemon, 'down', this.#down.isUnderPressure);
  }

  #flow(source: Socket, direction: 'up' | 'down', isUnderPressure: boolean): void {
    if (isUnderPressure || this.#isPaused(direction)) source.pause();
    else source.resume();
  }
}

function toName({ method, target }: RequestHead): string {
  return `${method} ${target.replace(/^\/v\d+\.\d+(?=\/)/, '').replace(/\?.*$/, '')}`;
}
