/** A formula of signal temporal logic over a trajectory. */
export type TemporalFormula =
  /** Holds where the margin is positive. */
  | { readonly kind: "margin"; readonly of: (trajectory: ArrayLike<number>, time: number) => number }
  | { readonly kind: "not"; readonly formula: TemporalFormula }
  | { readonly kind: "and" | "or"; readonly formulas: readonly TemporalFormula[] }
  /** At some time, or at every time, between `from` and `to` steps from now. */
  | {
      readonly kind: "eventually" | "always";
      readonly from: number;
      readonly to: number;
      readonly formula: TemporalFormula;
    }
  | {
      readonly kind: "until";
      readonly from: number;
      readonly to: number;
      readonly hold: TemporalFormula;
      readonly formula: TemporalFormula;
    };

/**
 * Robustness of a trajectory: by how much it keeps a formula of signal temporal logic, below 0 where it does not.
 *
 *   μ: its margin;   ¬: −ρ;   ∧: min;   ∨: max;   F[a,b]: max over t + a … t + b;   G[a,b]: min over them;
 *   φ U[a,b] ψ = max over t' of min(ρ(ψ, t'), min over t'' ≤ t' of ρ(φ, t''))
 *
 * Times beyond the end of the trajectory do not count; of none, F and U are −∞ and G is +∞.
 *
 * @param length - times the trajectory has
 * @param time - from which the formula is read
 * @paper 149 §Mechanism 1
 *
 * ```ts doctest
 * import { robustness } from "@guerdon/lab/environment";
 * const high = { kind: "margin", of: (x: ArrayLike<number>, t: number) => (x[t] as number) - 2 } as const;
 * robustness({ kind: "eventually", from: 1, to: 2, formula: high }, [9, 1, 2.5], 3) // => 0.5
 * ```
 */
export function robustness(
  formula: TemporalFormula,
  trajectory: ArrayLike<number>,
  length: number,
  time: number = 0,
): number {
  const of = (part: TemporalFormula, at: number): number => robustness(part, trajectory, length, at);
  switch (formula.kind) {
    case "margin":
      return formula.of(trajectory, time);
    case "not":
      return -of(formula.formula, time);
    case "and":
      return formula.formulas.reduce((least, part) => Math.min(least, of(part, time)), Number.POSITIVE_INFINITY);
    case "or":
      return formula.formulas.reduce((most, part) => Math.max(most, of(part, time)), Number.NEGATIVE_INFINITY);
    case "until":
      return untilOf(formula, of, time, length);
    default:
      return overWindow(formula, of, time, length);
  }
}

type Of = (part: TemporalFormula, at: number) => number;

function overWindow(
  { kind, from, to, formula }: Extract<TemporalFormula, { kind: "eventually" | "always" }>,
  of: Of,
  time: number,
  length: number,
): number {
  const isSome = kind === "eventually";
  let result = isSome ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  for (let t = time + from; t <= Math.min(time + to, length - 1); t++) {
    result = isSome ? Math.max(result, of(formula, t)) : Math.min(result, of(formula, t));
  }
  return result;
}

function untilOf(
  { from, to, hold, formula }: Extract<TemporalFormula, { kind: "until" }>,
  of: Of,
  time: number,
  length: number,
): number {
  let result = Number.NEGATIVE_INFINITY;
  let held = Number.POSITIVE_INFINITY;
  for (let t = time; t <= Math.min(time + to, length - 1); t++) {
    held = Math.min(held, of(hold, t));
    if (t >= time + from) result = Math.max(result, Math.min(of(formula, t), held));
  }
  return result;
}
