/** An exact fraction in lowest terms; `d` is positive. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function make(n: bigint, d: bigint): Rational {
  if (d === 1n) return { n, d };
  const sign = d < 0n ? -1n : 1n;
  const g = gcd(n, d * sign);
  return { n: (n / g) * sign, d: (d / g) * sign };
}

function fromDecimal(digits: string, scale: number): Rational {
  const n = BigInt(digits);
  if (scale <= 0) return { n: n * 10n ** BigInt(-scale), d: 1n };
  return make(n, 10n ** BigInt(scale));
}

function toNumber(r: Rational): number {
  const value = Number(r.n) / Number(r.d);
  if (Number.isFinite(value) && (value !== 0 || r.n === 0n)) return value;
  const shift = bits(r.n) - bits(r.d);
  const scaled = shift > 0 ? Number((r.n << 64n) / (r.d << BigInt(shift))) : Number((r.n << BigInt(64 - shift)) / r.d);
  return (scaled / 2 ** 64) * 2 ** shift;
}

function bits(n: bigint): number {
  return (n < 0n ? -n : n).toString(16).length * 4;
}

/** Largest integer whose k-th power is at most n, for n ≥ 0. */
function floorRoot(n: bigint, k: number): bigint {
  if (n < 2n) return n;
  const kk = BigInt(k);
  let x = 1n << BigInt(Math.ceil(bits(n) / k));
  for (;;) {
    const y = ((kk - 1n) * x + n / x ** (kk - 1n)) / kk;
    if (y >= x) return x;
    x = y;
  }
}

function root(r: Rational, k: number): Rational | undefined {
  const negative = r.n < 0n;
  if (negative && k % 2 === 0) return undefined;
  const n = floorRoot(negative ? -r.n : r.n, k);
  const d = floorRoot(r.d, k);
  if (n ** BigInt(k) !== (negative ? -r.n : r.n) || d ** BigInt(k) !== r.d) return undefined;
  return { n: negative ? -n : n, d };
}

/** Round half away from zero to `decimals` places, as an integer count of 10^−decimals. */
function rounded(r: Rational, decimals: number): bigint {
  const scaled = r.n * 10n ** BigInt(decimals) * 2n;
  const half = scaled < 0n ? scaled - r.d : scaled + r.d;
  return half / (2n * r.d);
}

/** Exact fractions on BigInt; sizes are the caller's duty. */
export const rational: {
  readonly make: (n: bigint, d: bigint) => Rational;
  readonly fromDecimal: (digits: string, scale: number) => Rational;
  readonly toNumber: (r: Rational) => number;
  readonly bits: (n: bigint) => number;
  readonly root: (r: Rational, k: number) => Rational | undefined;
  readonly rounded: (r: Rational, decimals: number) => bigint;
  readonly add: (a: Rational, b: Rational) => Rational;
  readonly mul: (a: Rational, b: Rational) => Rational;
  readonly same: (a: Rational, b: Rational) => boolean;
} = {
  make,
  fromDecimal,
  toNumber,
  bits,
  root,
  rounded,
  add: (a, b) => (a.d === 1n && b.d === 1n ? { n: a.n + b.n, d: 1n } : make(a.n * b.d + b.n * a.d, a.d * b.d)),
  mul: (a, b) => make(a.n * b.n, a.d * b.d),
  same: (a, b) => a.n === b.n && a.d === b.d,
};
