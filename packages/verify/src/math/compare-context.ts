import type { MathNode } from "./math-node.ts";
import type { ResolvedMathOptions } from "./math-options.ts";

/** A comparison of two parts of an answer. */
export interface Match {
  readonly kind: "equal" | "different" | "undecided";
  readonly reason: string;
}

/** What every comparison rule receives: the options and the way to compare parts. */
export interface CompareContext {
  readonly options: ResolvedMathOptions;
  readonly compare: (gold: MathNode, candidate: MathNode) => Match;
}

/** Short constructors of a match. */
export const match: {
  readonly equal: (reason: string) => Match;
  readonly different: (reason: string) => Match;
  readonly undecided: (reason: string) => Match;
} = {
  equal: (reason) => ({ kind: "equal", reason }),
  different: (reason) => ({ kind: "different", reason }),
  undecided: (reason) => ({ kind: "undecided", reason }),
};
