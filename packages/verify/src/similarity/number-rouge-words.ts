/** For each byte the small letter or digit it stands for, 0 for what is part of no word. */
const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) => {
  const letter = byte < 128 ? String.fromCharCode(byte).toLowerCase() : " ";
  return /[a-z0-9]/u.test(letter) ? letter.charCodeAt(0) : 0;
});

const encoder = new TextEncoder();

/** The texts as bytes, and what is known of each word met: hash, place, length. Used again by the next call. */
let bytes = new Uint8Array(4096);
let hashes = new Int32Array(1024);
let starts = new Int32Array(1024);
let sizes = new Int32Array(1024);
let numbers = new Int32Array(1024);
let slots = new Int32Array(2048);

/**
 * The words of two texts as ROUGE compares them, runs of a–z and 0–9 in lower case, numbered from 0, equal words
 * equally. The words are never cut out: their bytes are hashed and compared where they stand. What is given holds until
 * the next call.
 */
export function numberRougeWords(candidate: string, reference: string): [candidate: Int32Array, reference: Int32Array] {
  const first = encode(candidate, 0);
  const end = encode(reference, first + 1);
  // Bytes of an earlier call.
  bytes[first] = 0;
  bytes[end] = 0;
  const most = (end + 3) >> 1;
  makeRoom(most);
  let mask = 63;
  while (mask < 2 * most) mask = 2 * mask + 1;
  slots.fill(0, 0, mask + 1);
  let count = 0;
  let at = 0;
  let split = 0;
  for (let i = 0; i < end; i++) {
    if (i === first) split = at;
    let letter = FOLDED[bytes[i] as number] as number;
    if (letter === 0) continue;
    const start = i;
    let hash = 0;
    do {
      bytes[i] = letter;
      hash = Math.imul(hash ^ letter, 0x01000193);
      letter = FOLDED[bytes[++i] as number] as number;
    } while (letter !== 0);
    if (start < first && i >= first) split = at + 1;
    let slot = (hash ^ (hash >>> 13)) & mask;
    let word = (slots[slot] as number) - 1;
    while (word >= 0 && !isAt(word, hash, start, i - start)) {
      slot = (slot + 1) & mask;
      word = (slots[slot] as number) - 1;
    }
    if (word < 0) {
      word = count++;
      slots[slot] = count;
      hashes[word] = hash;
      starts[word] = start;
      sizes[word] = i - start;
    }
    numbers[at++] = word;
  }
  return [numbers.subarray(0, split), numbers.subarray(split, at)];
}

/** Writes a text to the bytes and says where it ends. Where letters beyond ASCII become ASCII in lower case, they count. */
function encode(text: string, from: number): number {
  if (bytes.length < from + 3 * text.length + 2) {
    const longer = new Uint8Array(2 * (from + 3 * text.length + 2));
    longer.set(bytes);
    bytes = longer;
  }
  const { written } = encoder.encodeInto(text, from === 0 ? bytes : bytes.subarray(from));
  // As many bytes as characters: all are ASCII.
  if (written === text.length) return from + written;
  const lower = text.toLowerCase();
  if (bytes.length < from + 3 * lower.length + 2) return encode(lower, from);
  return from + encoder.encodeInto(lower, bytes.subarray(from)).written;
}

function makeRoom(words: number): void {
  if (numbers.length < words) {
    hashes = new Int32Array(words);
    starts = new Int32Array(words);
    sizes = new Int32Array(words);
    numbers = new Int32Array(words);
  }
  if (slots.length < 4 * words + 64) slots = new Int32Array(4 * words + 64);
}

function isAt(word: number, hash: number, start: number, size: number): boolean {
  if (hashes[word] !== hash || sizes[word] !== size) return false;
  const from = starts[word] as number;
  for (let k = 0; k < size; k++) if (bytes[from + k] !== bytes[start + k]) return false;
  return true;
}
