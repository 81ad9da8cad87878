/** What was answered to the question asked last, as far as it was answered: answers may overtake one another. */
export class LatestAnswer<T> {
  #value: T;
  #asked = 0;
  #answered = 0;

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  /** Takes the answer, unless a later question was answered first. Throws what the question throws. */
  async ask(question: () => Promise<T>): Promise<void> {
    this.#asked += 1;
    const turn = this.#asked;
    const value = await question();
    if (turn < this.#answered) return;
    this.#answered = turn;
    this.#value = value;
  }
}
