/** Long enough that sweeping over a toolbar shows nothing. */
const openDelayMs = 500;
/** Moving on to a neighbour soon after keeps tooltips open. */
const warmMs = 300;

interface Shown {
  readonly target: Pick<Element, 'isConnected'>;
}

/** When tooltips open and close. `show` is called for each change, with null when none is shown any more. */
export class TipTiming<Tip extends Shown> {
  readonly #show: (tip: Tip | null) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #current: Tip['target'] | null = null;
  #closedAtMs = -Infinity;

  constructor(show: (tip: Tip | null) => void) {
    this.#show = show;
  }

  /** The pointer is over this now; null for what has no tooltip. */
  hover(tip: Tip | null): void {
    if (tip === null) {
      this.close();
    } else if (tip.target !== this.#current) {
      const isWarm = this.#current !== null || performance.now() - this.#closedAtMs < warmMs;
      this.close();
      this.#open(tip, isWarm ? 0 : openDelayMs);
    }
  }

  /** The keyboard's focus is on this now. */
  focus(tip: Tip): void {
    this.#open(tip, openDelayMs);
  }

  close(): void {
    this.cancel();
    // Pages scroll and move all the time: React would keep each of these as an update until the next one that changes something.
    if (this.#current === null) return;
    this.#closedAtMs = performance.now();
    this.#current = null;
    this.#show(null);
  }

  /** Opens nothing that waits. */
  cancel(): void {
    clearTimeout(this.#timer);
  }

  #open(tip: Tip, delayMs: number): void {
    this.cancel();
    this.#timer = setTimeout(() => {
      if (!tip.target.isConnected) return;
      this.#current = tip.target;
      this.#show(tip);
    }, delayMs);
  }
}
