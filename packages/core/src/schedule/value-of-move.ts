/** How a schedule goes from one value to the next. */
export const SHAPES = ["hold", "linear", "cosine", "exponential", "geometric", "sigmoid"] as const;
export type Shape = (typeof SHAPES)[number];

/** One move of a schedule: from a value to a value, over some training steps. */
export interface Move {
  /** The number it starts at. */
  readonly from: number;
  /** The number it ends at. */
  readonly to: number;
  /** How many steps it takes. */
  readonly steps: number;
  /** The way from one to the other. */
  readonly shape: Shape;
  /** How bent the way is, where its shape has a bend. */
  readonly sharpness: number;
  /** How often the way is gone, for a cosine. */
  readonly cycles: number;
}

/**
 * The value of a move some training steps after its start.
 *
 * With p = elapsed / steps, held in [0, 1] and started anew `cycles` times,
 *
 *   hold         to
 *   linear       from + (to − from)·p
 *   cosine       from + (to − from)·(1 − cos πp)/2
 *   geometric    from·(to / from)^p
 *   sigmoid      from + (to − from)·s(p),  s = σ(2k(p − ½)) put on [0, 1],  k = sharpness
 *   exponential  to + (from − to)·e^(−k·p); with one cycle p goes on beyond 1, towards `to`
 *
 * All but the exponential are exactly `from` at p = 0 and exactly `to` at p = 1.
 *
 * @unit training steps → that of from and to
 * @paper 121 §Mechanism (exponential, with k = 2 and k = 3)
 * @paper 136 §Mechanism (cosine)
 * @kind schedule
 *
 * ```ts doctest
 * import { valueOfMove } from "@guerdon/core/schedule";
 * valueOfMove({ from: 1, to: 3, steps: 4, shape: "cosine", sharpness: 5, cycles: 1 }, 2) // => 2
 * ```
 */
export function valueOfMove(move: Move, elapsed: number): number {
  const { from, to, shape, sharpness, cycles } = move;
  if (shape === "hold") return to;
  if (elapsed <= 0) return from;
  const whole = elapsed / move.steps;
  if (shape === "exponential" && cycles === 1) return between(from, to, -Math.expm1(-sharpness * whole));
  if (whole >= 1) return shape === "exponential" ? between(from, to, -Math.expm1(-sharpness)) : to;
  const turns = whole * cycles;
  const p = turns - Math.floor(turns);
  if (shape === "geometric") return held(from, to, from * (to / from) ** p);
  return between(from, to, ease(shape, p, sharpness));
}

function ease(shape: Shape, p: number, sharpness: number): number {
  if (shape === "cosine") return 0.5 + Math.sin(Math.PI * (p - 0.5)) / 2;
  if (shape === "exponential") return -Math.expm1(-sharpness * p);
  if (shape === "linear") return p;
  return (1 + Math.tanh(sharpness * (p - 0.5)) / Math.tanh(sharpness / 2)) / 2;
}

/** The value at a share of the way, never outside of it whatever rounding does. */
function between(from: number, to: number, share: number): number {
  return held(from, to, (1 - share) * from + share * to);
}

function held(from: number, to: number, value: number): number {
  return Math.min(Math.max(value, Math.min(from, to)), Math.max(from, to));
}
