/**
 * Numbers distinct texts 0, 1, 2, … in the order in which they first come, in 24 bytes a text or less.
 *
 * Keeps a 64-bit hash of a text instead of the text: among ten million texts two share one with a
 * probability of 3 in a million.
 */
export class KeyTable {
  #high: Uint32Array = new Uint32Array(1024);
  #low: Uint32Array = new Uint32Array(1024);
  #index: Int32Array = new Int32Array(1024).fill(-1);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a text; a new text gets the next one. */
  add(text: string): number {
    const high = hashOf(text, 0x9e3779b9);
    const low = hashOf(text, 0x85ebca6b);
    const slot = this.#slot(high, low);
    const known = this.#index[slot] as number;
    if (known >= 0) return known;
    this.#put(slot, high, low, this.#size);
    if (2 * ++this.#size > this.#index.length) this.#grow();
    return this.#size - 1;
  }

  #slot(high: number, low: number): number {
    const mask = this.#index.length - 1;
    let slot = low & mask;
    while ((this.#index[slot] as number) >= 0 && (this.#low[slot] !== low || this.#high[slot] !== high)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #put(slot: number, high: number, low: number, index: number): void {
    this.#high[slot] = high;
    this.#low[slot] = low;
    this.#index[slot] = index;
  }

  #grow(): void {
    const [high, low, index] = [this.#high, this.#low, this.#index];
    this.#high = new Uint32Array(index.length * 2);
    this.#low = new Uint32Array(index.length * 2);
    this.#index = new Int32Array(index.length * 2).fill(-1);
    index.forEach((known, slot) => {
      if (known < 0) return;
      const [h, l] = [high[slot] as number, low[slot] as number];
      this.#put(this.#slot(h, l), h, l, known);
    });
  }
}

/** MurmurHash3 (32 bits) over UTF-16 units. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    const k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    hash ^= Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
