import type { Interval } from "../signal/interval.ts";
import type { Json } from "../signal/json.ts";
import type { Layout } from "../signal/layout.ts";
import type { Level } from "../signal/level.ts";
import type { Signal, SignalBuilder } from "../signal/signal.ts";
import type { Context } from "./context.ts";

/** The kinds of pieces; also the names of folders and subpaths. */
export type Kind =
  | "source"
  | "comparator"
  | "combinator"
  | "shaper"
  | "credit"
  | "advantage"
  | "objective"
  | "sampler"
  | "router"
  | "explorer"
  | "audit";

export type PieceId = `${Kind}/${string}@${number}`;

/** What a piece needs beyond its inputs. */
export type Need = "tokens" | "logprobs" | "tools" | "judge" | "process" | "randomness";

/** How far apart two rollouts may be and still change each other's value. */
export type Scope = "rollout" | "group" | "batch";

/** What every piece says about itself. Shared code reads these facts and never an id. */
export interface Piece<O = unknown> {
  readonly id: PieceId;
  readonly kind: Kind;
  /** JSON options, complete with defaults: the piece can be rebuilt from `id` and `options`. */
  readonly options: O;
  readonly needs: readonly Need[];
  readonly scope: Scope;
}

/** How the values of a field arrive: `text` turns whatever the row holds into a string, `json` leaves it. */
export interface FieldSpec {
  readonly type: "text" | "json";
  /** Template used when the program gives none; a field without default is required. */
  readonly default?: string;
  /** A missing value is `undefined` in the column instead of a failure of the row. */
  readonly optional?: true;
}

/** What a source reads of each rollout: one column per declared field, all of the same length. */
export type FieldColumns = { readonly [field: string]: readonly (Json | undefined)[] };

/** Quantities a policy can raise without getting better; static checks watch terms that grow with them. */
export type Measure = "length" | "repetition";

/** Rollouts → signal. Reads rollouts only through its declared fields. */
export interface Source<O = unknown> extends Piece<O> {
  readonly kind: "source";
  readonly fields: { readonly [name: string]: FieldSpec };
  readonly range: Interval;
  readonly measures?: Measure;
  /** Level of the values; default `rollout`: one value a row. */
  readonly level?: "rollout" | "step" | "token";
  /**
   * Sets, abstains or fails each of the `out.length` values.
   *
   * @param layout - of the rows given, which may be a part of the batch
   */
  score(columns: FieldColumns, out: SignalBuilder, context: Context, layout: Layout): void | Promise<void>;
}

/** How a transform's output moves when one input grows. */
export type Trend = "constant" | "increasing" | "decreasing" | "unknown";

export interface InputSpec {
  readonly name: string;
  /** Takes a list of signals instead of one. */
  readonly many?: true;
  /** Term used when the program gives none; an input without default is required. */
  readonly default?: { readonly use: string; readonly [option: string]: Json };
}

/** Signals → signal (combinator) or signal → signal (shaper): pure, synchronous, by columns. */
export interface Transform<O = unknown> extends Piece<O> {
  readonly kind: "combinator" | "shaper";
  readonly inputs: readonly InputSpec[];
  /** Level of the result; default: the finest of the inputs, to which the others are broadcast. */
  readonly level?: Level;
  /** Hull of the results given the ranges of the inputs, in order. */
  range(inputs: readonly Interval[]): Interval;
  /** Trend of the result in input `index`, given the ranges of all. */
  trend(index: number, inputs: readonly Interval[]): Trend;
  /** Inputs arrive at the result's level and are not changed. */
  apply(inputs: readonly Signal[], layout: Layout): Signal;
}

/** What an advantage is computed from. All signals are at rollout level. */
export interface AdvantageInput {
  readonly total: Signal;
  /** The terms named by `over`, in order; empty when the piece reads the total alone. */
  readonly over: readonly Signal[];
  /** [R] tokens a rollout counts for, where the piece weighs by tokens. */
  readonly tokenCounts?: Float64Array;
}

/** Rewards → advantages: a full signal, 0 where the reward is missing. */
export interface Advantage<O = unknown> extends Piece<O> {
  readonly kind: "advantage";
  /** Whether the piece reads named terms (`over`) instead of the total. */
  readonly decoupled: boolean;
  /** Adding one number to all rewards of a group of two or more changes nothing. */
  readonly shiftInvariant?: true;
  /** Over what the advantages of the scored members add up to 0. */
  readonly zeroSum?: "group" | "batch";
  advantages(input: AdvantageInput, layout: Layout): Signal;
}
