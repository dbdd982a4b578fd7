import { exp } from "../internal/exp.ts";
/** The numbers of one band. */
export interface BandCurve {
  /** 0 hard, 1 medium, 2 easy. */
  readonly band: 0 | 1 | 2;
  readonly margin: number;
  readonly kappa: number;
  readonly temperature: number;
  readonly scale: number;
  readonly wrong: number;
  /** What is taken from the sigmoid. */
  readonly free: number;
}

/** What the released curve of 107 pays (or charges) for a deviation `delta` from `target`. */
export function huberBonus(
  delta: number,
  target: number,
  correct: boolean,
  strength: number,
  { band, margin, kappa, temperature, scale, wrong, free }: BandCurve,
): number {
  const room = Math.max(1, margin * target);
  const cap = strength * scale;
  const paid = (over: number): number => (squeeze(over, temperature) - free) * cap;
  const charged = (over: number, share: number): number =>
    0 - Math.min(cap, (share * cap * huber(over, kappa)) / (room + kappa));
  if (!correct) return paid(Math.max(0, delta - room)) * wrong;
  if (band === 0) return delta >= -room ? paid(delta + room) : charged(-delta - room, 0.5);
  return charged(Math.max(0, (band === 1 ? Math.abs(delta) : delta) - room), 1);
}

function squeeze(value: number, temperature: number): number {
  return 1 / (1 + exp(-value / temperature));
}

function huber(value: number, kappa: number): number {
  return value <= kappa ? (value * value) / (2 * kappa) : value - kappa / 2;
}
