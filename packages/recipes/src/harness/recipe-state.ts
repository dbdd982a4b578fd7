import type { RecipeHash } from "./recipe-hash.ts";
import type { RecipeResult } from "./recipe-result.ts";

/**
 * Where a recipe stands.
 *
 * - `held`: every central claim held
 * - `negative`: a central claim did not hold
 * - `unfalsifiable`: some claim survived its control
 * - `failed`: a central claim is unmeasured, for runs failed
 * - `stale`: the code or the claims have changed since; neither pass nor fail
 * - `none`: never run
 */
export type RecipeState = "held" | "negative" | "unfalsifiable" | "failed" | "stale" | "none";

export function recipeState(result: RecipeResult | undefined, hash: RecipeHash): RecipeState {
  if (result === undefined) return "none";
  if (isStale(result, hash)) return "stale";
  return verdictOf(result);
}

/** Whether numbers or verdicts may come out otherwise now. */
export function isStale(result: RecipeResult, hash: RecipeHash): boolean {
  return result.hash.numbers !== hash.numbers || result.hash.claims !== hash.claims;
}

/** What the claims of a result say together. */
export function verdictOf({ studies }: RecipeResult): Exclude<RecipeState, "stale" | "none"> {
  const claims = Object.values(studies).flatMap((study) => study.claims);
  if (claims.some(({ verdict }) => verdict === "unfalsifiable")) return "unfalsifiable";
  const central = claims.filter((claim) => claim.central).map(({ verdict }) => verdict);
  if (central.includes("unmeasured")) return "failed";
  return central.includes("negative") ? "negative" : "held";
}
