/** Whose answer broke a limit: the gold (blame task) or the candidate (blame candidate). */
export type MathSide = "gold" | "candidate";

/**
 * The outcome of one comparison; `reason` says why in a few words.
 *
 * - `equal`, `different`: decided.
 * - `undecided`: needs the symbolic engine, which must run in a killable child.
 * - `refused`: one answer is hostile or over a limit; `side` says whose.
 */
export type MathVerdict =
  | { readonly kind: "equal"; readonly reason: string }
  | { readonly kind: "different"; readonly reason: string }
  | { readonly kind: "undecided"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string; readonly side: MathSide };
