import { RewardError } from "../error/reward-error.ts";
import { type Expression, levelOf } from "../expression/index.ts";
import type { Level } from "../signal/level.ts";

/**
 * The level of an expression.
 *
 * @throws RewardError GUERDON_LEVEL when its operands have none in common
 */
export function requireLevel(expression: Expression, levels: ReadonlyMap<string, Level>): Level {
  const result = levelOf(expression, levels);
  if ("level" in result) return result.level;
  const { code, reason, fix, at, end } = result.finding;
  throw new RewardError(code, reason, { hint: fix, details: { at, end } });
}
