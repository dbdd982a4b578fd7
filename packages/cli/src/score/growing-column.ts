const BLOCK = 65_536;

type Column = Float64Array | Int32Array | Uint8Array;

/** A column of unknown length, kept in blocks so that growing never copies what is there. */
export class GrowingColumn<C extends Column> {
  readonly #make: new (
    length: number,
  ) => C;
  readonly #blocks: C[] = [];
  #length = 0;

  constructor(make: new (length: number) => C) {
    this.#make = make;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length % BLOCK;
    if (at === 0) this.#blocks.push(new this.#make(BLOCK));
    (this.#blocks.at(-1) as C)[at] = value;
    this.#length++;
  }

  /** All values in one array; the blocks are given up. */
  take(): C {
    const whole = new this.#make(this.#length);
    for (let block = 0; this.#blocks.length > 0; block++) {
      const part = this.#blocks.shift() as C;
      const start = block * BLOCK;
      whole.set(part.subarray(0, Math.min(BLOCK, this.#length - start)) as never, start);
    }
    this.#length = 0;
    return whole;
  }
}
