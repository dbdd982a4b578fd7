/** Numbers n-grams of one to three UTF-16 units, which are looked up by their units: no text is made to find one. */
export class GramIndex {
  readonly #mask: number;
  /** Three cells for each place: the first two units, the last, the number plus one. */
  readonly #cells: Int32Array;

  constructor(grams: readonly string[]) {
    let size = 4;
    while (size < 2 * grams.length) size *= 2;
    this.#mask = size - 1;
    this.#cells = new Int32Array(3 * size);
    grams.forEach((gram, number) => {
      const front =
        gram.length < 2 ? 0 : gram.length < 3 ? gram.charCodeAt(0) : pair(gram.charCodeAt(0), gram.charCodeAt(1));
      const last = gram.charCodeAt(gram.length - 1);
      const at = this.#place(front, last);
      this.#cells[at] = front;
      this.#cells[at + 1] = last;
      this.#cells[at + 2] = number + 1;
    });
  }

  /** The number of a gram, −1 where it is not known; a unit that is 0 is not there. */
  find(first: number, middle: number, last: number): number {
    return (this.#cells[this.#place(pair(first, middle), last) + 2] as number) - 1;
  }

  /** Where the gram is, or where it would be. */
  #place(front: number, last: number): number {
    const cells = this.#cells;
    let hash = Math.imul(front, 0x9e3779b1) ^ Math.imul(last, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let place = hash & this.#mask; ; place = (place + 1) & this.#mask) {
      const at = 3 * place;
      if (cells[at + 2] === 0 || (cells[at] === front && cells[at + 1] === last)) return at;
    }
  }
}

function pair(first: number, middle: number): number {
  return (first << 16) | middle;
}
