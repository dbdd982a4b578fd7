import type { Interval } from "../signal/interval.ts";
import type { Json } from "../signal/json.ts";
import type { Layout } from "../signal/layout.ts";
import type { Level } from "../signal/level.ts";
import type { Signal, SignalBuilder } from "../signal/signal.ts";
import type { Context } from "./context.ts";
import type { Adaptive, Moment } from "./moment.ts";

/** The kinds of pieces; also the names of folders and subpaths. */
export type Kind =
  | "source"
  | "comparator"
  | "combinator"
  | "shaper"
  | "credit"
  | "advantage"
  | "objective"
  | "schedule"
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
  /** Takes a list of signals instead of one; the last input alone may. */
  readonly many?: true;
  /** Level the input is read at; default: the level of the result. */
  readonly level?: Level;
  /** Term or number used when the program gives none; an input without default is required. */
  readonly default?: number | { readonly use: string; readonly [option: string]: Json };
}

/** The kinds whose pieces are functions from signals to a signal. */
export type TransformKind = "combinator" | "shaper" | "credit" | "schedule" | "sampler" | "router";

export const TRANSFORM_KINDS: readonly Kind[] = ["combinator", "shaper", "credit", "schedule", "sampler", "router"];

/**
 * Signals → signal, pure, synchronous, by columns.
 *
 * A combinator joins several signals, a shaper bends one, a credit hands an outcome out to steps or
 * tokens (or gathers it from them), a schedule says a number by the training step, a sampler weighs
 * prompts or rollouts for what comes next, a router says which of several is meant.
 */
export interface Transform<O = unknown> extends Piece<O> {
  readonly kind: TransformKind;
  readonly inputs: readonly InputSpec[];
  /** Level of the result; default: the finest of the inputs that declare none, at least the rollout. */
  readonly level?: Level;
  /** The values of a rollout's steps or tokens add up to its value in the first input. */
  readonly keepsSum?: true;
  readonly adaptive?: Adaptive;
  /** Hull of the results given the ranges of the inputs, in order. */
  range(inputs: readonly Interval[]): Interval;
  /** Trend of the result in input `index`, given the ranges of all. */
  trend(index: number, inputs: readonly Interval[]): Trend;
  /** Inputs arrive at the level they declare, else at the result's, and are not changed. */
  apply(inputs: readonly Signal[], layout: Layout, moment?: Moment): Signal;
}

/** What an advantage is computed from. */
export interface AdvantageInput {
  /** Rollout level: the reward. */
  readonly total: Signal;
  /** The terms named by `over`, in order, at rollout level; empty when the piece reads the total alone. */
  readonly over: readonly Signal[];
  /** [R] tokens a rollout counts for, where the piece weighs by tokens. */
  readonly tokenCounts?: Float64Array;
  /** What the piece's `inputs` stand for, in order; absent when it has none. */
  readonly inputs?: readonly Signal[];
  /** Advantages of the piece before it in the chain, for one that refines. */
  readonly before?: Signal;
}

/** Rewards → advantages: a full signal, 0 where the reward is missing. */
export interface Advantage<O = unknown> extends Piece<O> {
  readonly kind: "advantage";
  /** Whether the piece reads named terms (`over`) instead of the total. */
  readonly decoupled: boolean;
  /** Signals it reads besides, at the level each declares (default: rollout). */
  readonly inputs?: readonly InputSpec[];
  /** Level of the advantages; default: that of the advantages it refines, else the rollout. */
  readonly level?: "rollout" | "step" | "token";
  /** Changes the advantages of the piece before it (`before`) and makes none of its own. */
  readonly refines?: true;
  readonly adaptive?: Adaptive;
  /** Adding one number to all rewards of a group of two or more changes nothing. */
  readonly shiftInvariant?: true;
  /** Over what the advantages of the scored members add up to 0. */
  readonly zeroSum?: "group" | "batch";
  advantages(input: AdvantageInput, layout: Layout, moment?: Moment): Signal;
}
