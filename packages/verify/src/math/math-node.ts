import type { Rational } from "./rational.ts";

/** A relation sign; `≈` joins an approximation. */
export type RelationSign = "=" | "<" | ">" | "≤" | "≥" | "≠" | "≈";

/** One parsed answer. Kept small: every value is a tree of these. */
export type MathNode =
  | { readonly k: "number"; readonly value: Rational; readonly decimal: boolean }
  | { readonly k: "symbol"; readonly name: string }
  | { readonly k: "constant"; readonly name: "pi" | "e" | "i" | "infinity" }
  | { readonly k: "sum" | "product"; readonly items: readonly MathNode[] }
  | { readonly k: "negative" | "percent" | "degrees"; readonly of: MathNode }
  | { readonly k: "quotient" | "power" | "ratio"; readonly a: MathNode; readonly b: MathNode }
  /** ± x (sign 1) or ∓ x (sign −1). */
  | { readonly k: "plusMinus"; readonly sign: 1 | -1; readonly of: MathNode }
  | { readonly k: "call"; readonly name: string; readonly args: readonly MathNode[] }
  /** `name` depends on `args` in a way this reader does not know: x_{n−1}, f(x), ∫, lim. */
  | { readonly k: "opaque"; readonly name: string; readonly args: readonly MathNode[]; readonly solvable: boolean }
  | {
      readonly k: "series";
      readonly name: "sum" | "product";
      readonly index: string;
      readonly from: MathNode;
      readonly to: MathNode;
      readonly body: MathNode;
    }
  | { readonly k: "list"; readonly items: readonly MathNode[]; readonly join: "and" | "or" | "," | ";" }
  | { readonly k: "set"; readonly items: readonly MathNode[] }
  | { readonly k: "bracket"; readonly items: readonly MathNode[]; readonly open: "(" | "["; readonly close: ")" | "]" }
  | { readonly k: "union" | "intersection" | "without"; readonly a: MathNode; readonly b: MathNode }
  | { readonly k: "matrix"; readonly rows: readonly (readonly MathNode[])[] }
  | { readonly k: "relation"; readonly signs: readonly RelationSign[]; readonly sides: readonly MathNode[] }
  | { readonly k: "member"; readonly of: MathNode; readonly set: MathNode }
  | { readonly k: "based"; readonly digits: string; readonly base: string }
  | { readonly k: "words"; readonly text: string };
