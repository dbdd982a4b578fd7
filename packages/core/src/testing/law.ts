import { RewardError } from "../error/index.ts";
import type { AnyFactory, Context, FieldColumns } from "../piece/index.ts";
import type { Interval, Json, Layout, Level } from "../signal/index.ts";

/** One rule that every piece of a kind keeps, ready to be run by any test framework. */
export interface Law {
  readonly name: string;
  /** Throws a RewardError GUERDON_LAW with a counterexample where the piece breaks the law. */
  check(): void | Promise<void>;
}

/** A law that does not hold for a piece, and why that is right. */
export interface SkippedLaw {
  readonly law: string;
  readonly reason: string;
}

export interface LawSettings {
  /** Options to build the piece with. */
  readonly options?: unknown;
  readonly skip?: readonly SkippedLaw[];
  /** Random cases for each law; default 60. */
  readonly samples?: number;
  readonly seed?: number;
  /** Ranges the values of each input are drawn from; default [−3, 3]. */
  readonly inputRanges?: readonly Interval[];
  /** How many signals an input that takes a list gets; default 3, or what `inputRanges` leaves for it. */
  readonly inputCount?: number;
  /** Level at which inputs are drawn that declare none; default: the piece's, else the rollout. */
  readonly level?: Level;
  /** Sources: example columns by field name, all of the same length. */
  readonly columns?: FieldColumns;
  /** Sources of steps or tokens: where these lie; default: rows without steps and tokens. */
  readonly layout?: Layout;
  /** Sources that call the pool: what runs the calls. */
  readonly context?: Context;
}

/** A law before it is bound to a piece: says what is wrong with a case, or nothing. */
export interface LawFor<Subject, Case> {
  readonly name: string;
  /** Whether the facts of the piece make the law apply. */
  readonly applies?: (subject: Subject) => boolean;
  breach(subject: Subject, sample: Case): string | undefined;
}

/** The error of a broken law. */
export function brokenLaw(factory: AnyFactory, law: string, breach: string, counterexample: Json): RewardError {
  return new RewardError("GUERDON_LAW", `Expected \`${factory.id}\` to keep the law "${law}", got ${breach}.`, {
    hint: "Mend the piece, or skip the law with a reason if the piece is right.",
    details: { law, piece: factory.id, counterexample },
  });
}

/** What went wrong in words: what was returned, or the error that was thrown. */
export function breachOf(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch (error) {
    return thrown(error);
  }
}

export function thrown(error: unknown): string {
  return `the error "${error instanceof Error ? error.message : String(error)}"`;
}
