import type { Trend } from "../../piece/piece.ts";
import type { Interval } from "../../signal/interval.ts";

/** A stretch of a column: `values[from]` and what follows. */
export interface Slice {
  values: Float64Array;
  from: number;
}

/**
 * Computes `n` values: out.values[out.from + i] from each args[k].values[args[k].from + i].
 *
 * `out` may be the same stretch as `args[0]`, never that of a later argument.
 */
export type Kernel = (n: number, out: Slice, args: readonly Slice[]) => void;

/** Reduces the present ones of values[from … to − 1], at least one of which is present. */
export type Reducer = (values: Float64Array, present: Uint8Array, from: number, to: number) => number;

/** How present one value is, by gravity: the state of an operator is the highest of its operands'. */
export const PRESENT = 0;
export const ABSTAINED = 1;
export const FAILED_BY_CANDIDATE = 2;
export const UNFILLABLE = 3;

/** A place where a result may not be finite. */
export interface Hazard {
  /** `domain`: the operator has no value there. `overflow`: the value is too large for a number. */
  readonly kind: "domain" | "overflow";
  readonly reason: string;
}

/** How an infix or prefix operator is written. */
export interface Notation {
  readonly form: "infix" | "prefix";
  readonly symbol: string;
  /** Other ways to write it. */
  readonly aliases?: readonly string[];
  /** Higher binds tighter. */
  readonly precedence: number;
  readonly associativity: "left" | "right" | "none";
}

/** What a comparison says about its operands. */
export interface Comparison {
  /** The same truth after swapping the operands (`<` for `>`). */
  readonly swapped: string;
  /** The opposite truth (`<=` for `>`). */
  readonly negated: string;
  /** The values left for the left operand where the comparison holds; undefined when there are none. */
  narrow(left: Interval, right: Interval): Interval | undefined;
}

/** One row of the table of functions and operators: all that shared code knows about them. */
export interface FunctionSpec {
  readonly name: string;
  /** How it is called, for the reference: `clip(x, low, high)`. */
  readonly signature: string;
  readonly doc: string;
  /** Absent for functions that are called by name. */
  readonly notation?: Notation;
  readonly arity: readonly [min: number, max: number];
  /** Constants that stand for arguments not given, after the last one that can be. */
  readonly defaults?: readonly number[];
  readonly kernel: Kernel;
  /** Whether a result is never finite when operand `k` is not, so that one look at the result is enough. */
  propagates(k: number): boolean;
  /**
   * Present in functions that take one of their operands: the index of the one, by the state and the value of
   * the first. All others are missing as soon as one operand is.
   */
  readonly pick?: (state: number, value: number) => number;
  /** The first operand is a condition under which the second is read, and the third where it is false. */
  readonly guards?: true;
  /** The first operand may be missing without harm. */
  readonly tolerates?: true;
  /** Present in functions that, with a single operand, reduce steps or tokens to rollouts. */
  readonly reduce?: { readonly reducer: Reducer; range(x: Interval): Interval };
  /** The operands may be swapped. */
  readonly commutes?: true;
  readonly comparison?: Comparison;
  /** The result is true when all, any or none of the operands are. */
  readonly connects?: "all" | "any" | "none";
  /** The result is the first operand plus the second times this. */
  readonly addsTimes?: 1 | -1;
  /** The result is the product of the operands. */
  readonly multiplies?: true;
  /** Results are 1 or 0. */
  readonly isTruth?: true;
  /** Hull of the results for operands anywhere in their ranges. */
  range(args: readonly Interval[]): Interval;
  /** Hull of the results when both operands are the same expression. */
  readonly rangeOfSame?: (x: Interval) => Interval;
  hazard?(args: readonly Interval[]): Hazard | undefined;
  /** How the result moves as each operand alone grows. */
  slopes(args: readonly Interval[]): readonly Trend[];
  /** Bound of the change of the result when each operand changes by at most `changes[k]`; none: the whole range. */
  spread?(changes: readonly number[], args: readonly Interval[]): number;
}
