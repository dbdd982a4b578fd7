import { LEVELS, type Level } from "../signal/level.ts";
import type { CallNode, Expression, Place } from "./expression.ts";
import { functionSpec } from "./function/functions.ts";
import { unknownName } from "./unknown-name.ts";

/** Why an expression has no level, and what to do about it. */
export interface LevelFinding extends Place {
  readonly code: "GUERDON_LEVEL";
  readonly reason: string;
  readonly fix: string;
}

export type LevelResult = { readonly level: Level } | { readonly finding: LevelFinding };

/**
 * The level an expression has: the finest of what it reads, or `rollout` after a reduction.
 *
 * @param levels - the level of every name
 * @throws RewardError GUERDON_NAME_UNKNOWN for a name that has no level
 *
 * ```ts doctest
 * import { levelOf, parseExpression } from "@guerdon/core/expression";
 * levelOf(parseExpression("quality + mean(progress)"), new Map([["quality", "group"], ["progress", "step"]])) // => { level: "rollout" }
 * ```
 */
export function levelOf(expression: Expression, levels: ReadonlyMap<string, Level>): LevelResult {
  if (expression.kind === "number") return { level: "batch" };
  if (expression.kind === "name") {
    const level = levels.get(expression.name);
    if (level === undefined) throw unknownName(expression, levels.keys());
    return { level };
  }
  let finest = 0;
  for (const arg of expression.args) {
    const result = levelOf(arg, levels);
    if ("finding" in result) return result;
    finest = Math.max(finest, LEVELS.indexOf(result.level));
  }
  const level = LEVELS[finest] as Level;
  return isReduction(expression) ? reduced(expression, level) : { level };
}

/** Tells whether a call reduces steps or tokens to rollouts: `mean(x)`, but not `mean(x, y)`. */
export function isReduction({ fn, args }: CallNode): boolean {
  return args.length === 1 && functionSpec(fn).reduce !== undefined;
}

function reduced({ fn, at, end }: CallNode, level: Level): LevelResult {
  if (level === "step" || level === "token") return { level: "rollout" };
  const reason = `Expected the one operand of \`${fn}\` at column ${at + 1} to have level step or token, got ${level}.`;
  return { finding: { code: "GUERDON_LEVEL", at, end, reason, fix: `Give \`${fn}\` two or more operands.` } };
}
