import type { Scope } from "../piece/piece.ts";
import { type Interval, UNBOUNDED } from "../signal/interval.ts";
import type { Level } from "../signal/level.ts";
import type { Outcome } from "../signal/outcome.ts";
import type { Rollout } from "../signal/rollout.ts";
import type { Signal } from "../signal/signal.ts";

/** One result of a function term: a number, `null` to abstain, or a full outcome. */
export type TermValue = number | null | Outcome;

/**
 * A reward as a plain function of a whole batch: one value per rollout, in order.
 *
 * @param rollouts - the rollouts to score, contiguous by group
 * @param inputs - the signals named by `reads`, of the same rollouts
 */
export type TermFunction = (
  rollouts: readonly Rollout[],
  inputs: { readonly [term: string]: Signal },
) => ArrayLike<TermValue> | Promise<ArrayLike<TermValue>>;

export interface FunctionTermFacts {
  /** Smallest and largest value; a value outside is recorded as a failure of the engine. */
  readonly range?: readonly [number, number];
  /** Names of the terms whose signals the function is given. */
  readonly reads?: readonly string[];
  /** Whether a value depends on the other rollouts of its group or batch. Default: `batch`, the safe one. */
  readonly scope?: Scope;
  /** Runs only on rollouts for which this expression over terms is positive. */
  readonly when?: string;
  readonly protects?: readonly string[];
  readonly deadlineMs?: number;
  /** Changes the program hash when the function's meaning changes but its text does not. */
  readonly version?: number;
}

const MARK: unique symbol = Symbol.for("guerdon.function-term");

/** A function with its facts, usable as a term of a TypeScript program. */
export interface FunctionTerm {
  readonly [MARK]: true;
  readonly run: TermFunction;
  readonly facts: FunctionTermFacts;
}

/**
 * Makes a term of a plain function.
 *
 * ```ts doctest
 * import { term } from "@guerdon/core/program";
 * term((rollouts) => rollouts.map(() => 1), { range: [0, 1] }).facts.range // => [0, 1]
 * ```
 */
export function term(run: TermFunction, facts: FunctionTermFacts = {}): FunctionTerm {
  return { [MARK]: true, run, facts };
}

export function isFunctionTerm(value: unknown): value is FunctionTerm {
  return typeof value === "object" && value !== null && MARK in value;
}

export function functionRange({ range }: FunctionTermFacts): Interval {
  return range === undefined ? UNBOUNDED : { min: range[0], max: range[1] };
}

/** Function terms score rollouts; steps and tokens are the business of sources and credit. */
export const FUNCTION_LEVEL: Level = "rollout";
