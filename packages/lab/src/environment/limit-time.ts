import { RewardError } from "@guerdon/core/error";

/**
 * A task that is cut off after fewer steps: `truncated`, so that what could still be earned is bootstrapped.
 *
 * @param task - dynamics or a MuJoCo model; a shorter limit of its own stays
 * @throws RewardError GUERDON_OPTION for a limit below 1
 *
 * ```ts doctest
 * import { limitTime, pendulum } from "@guerdon/lab/environment";
 * [50, 500].map((maxSteps) => limitTime(pendulum(), maxSteps).maxSteps) // => [50, 200]
 * ```
 */
export function limitTime<T extends { readonly maxSteps: number }>(task: T, maxSteps: number): T {
  if (!(Number.isSafeInteger(maxSteps) && maxSteps >= 1)) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`maxSteps\` to be a whole number of at least 1, got ${maxSteps}.`,
    );
  }
  return { ...task, maxSteps: task.maxSteps === 0 ? maxSteps : Math.min(task.maxSteps, maxSteps) };
}
