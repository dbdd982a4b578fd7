import type { Expression } from "../expression/index.ts";
import type { Advantage, FieldSpec, Scope, Source, Transform } from "../piece/piece.ts";
import type { Interval } from "../signal/interval.ts";
import type { Level } from "../signal/level.ts";
import type { Template } from "../template/index.ts";
import type { FunctionTerm } from "./function-term.ts";

/** What a term does, and to what. */
export type TermBody =
  | {
      readonly kind: "source";
      readonly piece: Source;
      readonly fields: readonly { readonly name: string; readonly spec: FieldSpec; readonly template: Template }[];
    }
  | { readonly kind: "transform"; readonly piece: Transform; readonly inputs: readonly Expression[] }
  | { readonly kind: "expression"; readonly expression: Expression }
  | { readonly kind: "function"; readonly term: FunctionTerm };

/** One named term, ready to run. */
export interface Term {
  readonly name: string;
  readonly body: TermBody;
  readonly when?: Expression;
  /** Terms that must be there first. */
  readonly reads: readonly string[];
  readonly level: Level;
  readonly range: Interval;
  /** True when the program declared the range: values outside it are failures. */
  readonly rangeDeclared: boolean;
  /** How far across rollouts the value reaches, inputs included. */
  readonly scope: Scope;
  readonly protects: readonly string[];
  readonly deadlineMs?: number;
  /** Made by the compiler for an input's default, named `term.input`. */
  readonly implicit: boolean;
}

/** A reward program, compiled: terms in dependency order, total, advantage and hash. */
export interface Program {
  readonly name: string;
  readonly hash: string;
  readonly terms: readonly Term[];
  readonly total: Expression;
  readonly totalLevel: Level;
  readonly totalRange: Interval;
  /** What hands the total out to steps or tokens; it may read `total` besides the terms. */
  readonly credit?: Term;
  readonly advantage: AdvantageChain;
}

/** How advantages are made: the first piece makes them, each further one refines what is there. */
export interface AdvantageChain {
  /** The names the program uses, joined by ` → `. */
  readonly name: string;
  /** Terms the first piece reads one by one. */
  readonly over: readonly string[];
  readonly links: readonly AdvantageLink[];
  /** Level of the advantages that come out. */
  readonly level: "rollout" | "step" | "token";
}

export interface AdvantageLink {
  readonly piece: Advantage;
  /** Expressions over terms, `total` and `credit`, in the order of the piece's inputs. */
  readonly inputs: readonly Expression[];
  /** Level of what it makes, at which it also gets what was there before. */
  readonly level: "rollout" | "step" | "token";
}

/** Position of a scope from narrow to wide. */
export function widest(scopes: readonly Scope[]): Scope {
  if (scopes.includes("batch")) return "batch";
  return scopes.includes("group") ? "group" : "rollout";
}
