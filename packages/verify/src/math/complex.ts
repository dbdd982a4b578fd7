/** A complex double. */
export interface Complex {
  readonly re: number;
  readonly im: number;
}

const of = (re: number, im = 0): Complex => ({ re, im });
const mul = (a: Complex, b: Complex): Complex => {
  if (a.im === 0 && b.im === 0) return of(a.re * b.re);
  return of(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
};

function div(a: Complex, b: Complex): Complex {
  if (b.re === 0 && b.im === 0) return of(Number.NaN);
  if (b.im === 0) return a.im === 0 ? of(a.re / b.re) : of(a.re / b.re, a.im / b.re);
  const size = b.re * b.re + b.im * b.im;
  return of((a.re * b.re + a.im * b.im) / size, (a.im * b.re - a.re * b.im) / size);
}

const log = (a: Complex): Complex =>
  of(Math.log(Math.hypot(a.re, a.im)), a.im === 0 && a.re >= 0 ? 0 : Math.atan2(a.im, a.re));

function exp(a: Complex): Complex {
  const size = Math.exp(a.re);
  return a.im === 0 ? of(size) : of(size * Math.cos(a.im), size * Math.sin(a.im));
}

function pow(a: Complex, b: Complex): Complex {
  if (b.im === 0 && a.im === 0 && (a.re >= 0 || Number.isInteger(b.re))) return of(a.re ** b.re);
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) <= 64) {
    let value = of(1);
    for (let k = 0; k < Math.abs(b.re); k++) value = mul(value, a);
    return b.re < 0 ? div(of(1), value) : value;
  }
  if (a.re === 0 && a.im === 0) return of(0);
  return exp(mul(b, log(a)));
}

/** Complex arithmetic on doubles, principal branches. */
export const complex: {
  readonly of: (re: number, im?: number) => Complex;
  readonly add: (a: Complex, b: Complex) => Complex;
  readonly mul: (a: Complex, b: Complex) => Complex;
  readonly div: (a: Complex, b: Complex) => Complex;
  readonly pow: (a: Complex, b: Complex) => Complex;
  readonly exp: (a: Complex) => Complex;
  readonly log: (a: Complex) => Complex;
  readonly isFinite: (a: Complex) => boolean;
} = {
  of,
  add: (a, b) => of(a.re + b.re, a.im + b.im),
  mul,
  div,
  pow,
  exp,
  log,
  isFinite: (a) => Number.isFinite(a.re) && Number.isFinite(a.im),
};
