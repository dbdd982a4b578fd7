import { RewardError } from "../error/reward-error.ts";
import { type Expression, levelOf } from "../expression/index.ts";
import { LEVELS, type Level } from "../signal/level.ts";
import type { Findings } from "./findings.ts";

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

/** Reports a level that is finer than the rollout where one value a rollout is needed. */
export function rejectFiner(what: string, level: Level, path: readonly string[], findings: Findings): void {
  if (LEVELS.indexOf(level) <= LEVELS.indexOf("rollout")) return;
  findings.error(
    "GUERDON_LEVEL",
    { path },
    {
      reason: `Expected ${what} to be one value a rollout, got a value a ${level}.`,
      fix: "Reduce the finer terms with `mean(…)`, `sum(…)`, `min(…)` or `max(…)`.",
    },
  );
}
