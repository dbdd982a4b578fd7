/** Numbers pairs of integers densely, from 0, in the order in which they are first met. */
export interface PairTable {
  /** Empties the table and makes room for `size` pairs. */
  reset(size: number): void;
  /** The number of a pair, a new one when it is new. */
  add(a: number, b: number): number;
  /** The number of a pair, or −1. */
  find(a: number, b: number): number;
}

/** An open-addressing table that is emptied and used again: no allocation for texts of usual length. */
export function makePairTable(): PairTable {
  let slots = new Int32Array(512);
  let mask = slots.length - 1;
  let firsts = new Int32Array(256);
  let seconds = new Int32Array(256);
  let count = 0;

  /** The slot that holds the pair, or the empty one where it belongs. */
  function slotOf(a: number, b: number): number {
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & mask;
    for (;;) {
      const held = slots[slot] as number;
      if (held === 0 || (firsts[held - 1] === a && seconds[held - 1] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  return {
    reset(size) {
      let capacity = 64;
      while (capacity < size * 2) capacity *= 2;
      if (slots.length < capacity) {
        slots = new Int32Array(capacity);
        firsts = new Int32Array(capacity / 2);
        seconds = new Int32Array(capacity / 2);
      } else slots.fill(0, 0, capacity);
      mask = capacity - 1;
      count = 0;
    },
    add(a, b) {
      const slot = slotOf(a, b);
      const held = slots[slot] as number;
      if (held !== 0) return held - 1;
      firsts[count] = a;
      seconds[count] = b;
      slots[slot] = ++count;
      return count - 1;
    },
    find: (a, b) => (slots[slotOf(a, b)] as number) - 1,
  };
}
