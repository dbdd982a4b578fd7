const K = Uint32Array.from(fractionalBits(64, (p) => Math.cbrt(p)));
const START = Uint32Array.from(fractionalBits(8, (p) => Math.sqrt(p)));
const schedule = new Uint32Array(64);

/** First 32 bits of the fractional parts of a root of the first primes (FIPS 180-4 §4.2.2, §5.3.3). */
function fractionalBits(count: number, root: (prime: number) => number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((p) => n % p !== 0)) primes.push(n);
  return primes.map((p) => Math.floor((root(p) % 1) * 0x1_0000_0000));
}

/**
 * SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits; the same in browser, worker and Node.
 *
 * @paper FIPS 180-4 §6.2
 *
 * ```ts doctest
 * import { sha256 } from "@guerdon/core/hash";
 * sha256("abc").slice(0, 16) // => "ba7816bf8f01cfea"
 * ```
 */
export function sha256(text: string): string {
  const bytes = padded(text);
  const view = new DataView(bytes.buffer);
  const state = START.slice();
  for (let block = 0; block < bytes.length; block += 64) compress(state, view, block);
  return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
}

function padded(text: string): Uint8Array<ArrayBuffer> {
  const body = utf8(text);
  const bytes = new Uint8Array(Math.ceil((body.length + 9) / 64) * 64);
  bytes.set(body);
  bytes[body.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(body.length / 0x2000_0000));
  view.setUint32(bytes.length - 4, (body.length << 3) >>> 0);
  return bytes;
}

/** UTF-8 with lone surrogates as U+FFFD, as `TextEncoder` has it. */
function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
    if (code < 0x80) bytes[at++] = code;
    else {
      const extra = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
      bytes[at++] = ((0xff00 >> (extra + 1)) & 0xff) | (code >> (6 * extra));
      for (let k = extra - 1; k >= 0; k--) bytes[at++] = 0x80 | ((code >> (6 * k)) & 0x3f);
    }
  }
  return bytes.subarray(0, at);
}

function compress(state: Uint32Array, view: DataView, block: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t++) w[t] = view.getUint32(block + 4 * t);
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15] as number;
    const y = w[t - 2] as number;
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let t = 0; t < 64; t++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (w[t] as number)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] = (state[i] as number) + value;
  });
}

function rotate(x: number, by: number): number {
  return (x >>> by) | (x << (32 - by));
}
