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
  const limit = task.maxSteps === 0 ? maxSteps : Math.min(task.maxSteps, maxSteps);
  const limited = {};
  for (const name of memberNames(task)) {
    const member = task[name as keyof T];
    // A task that is a class has its methods from there, and they need the task itself.
    const value = name === "maxSteps" ? limit : typeof member === "function" ? member.bind(task) : member;
    Object.defineProperty(limited, name, { value, enumerable: true });
  }
  return limited as T;
}

function memberNames(task: object): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at: object = task; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) if (name !== "constructor") names.add(name);
  }
  return names;
}
