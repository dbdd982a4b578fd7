import { RewardError } from "@guerdon/core/error";
import { DenoisingCopies } from "./denoising-copies.ts";
import type { DenoisingEnvironment, DenoisingOptions } from "./denoising-options.ts";

/**
 * Generation of samples from noise as episodes of one step for each step of a schedule.
 *
 * An observation is a noisy sample with its condition and time, an action [u, v] moves it to carry·x + gain·u; v, what
 * the network said, is read for predictions alone. The last step ends the episode and pays the world's `reward`; its
 * other measures are signals. All copies are at the same step.
 *
 * - steps with noise: the policy is Gaussian in each of them (DDPO, Flow-GRPO), and its density is the policy's own
 * - `noise.scale` with zeros before a step, and groups: branches from a shared state
 * - `predicts`: a reward at each step, of x̂_0
 *
 * @param count - N, a multiple of `groupSize`
 * @throws RewardError GUERDON_OPTION when copies do not make whole groups, or the schedule is wrong
 * @paper Black et al. 2024, "Training diffusion models with reinforcement learning", §4.3 (the decision process)
 * @paper 010, 079, 128, 168 §Mechanism
 *
 * ```ts doctest
 * import { denoising } from "@guerdon/lab/environment";
 * import { pointWorld } from "@guerdon/lab/world";
 * denoising({ world: pointWorld(), steps: 8, noise: { kind: "scaled", level: 0.7 } }, 4).observations.length // => 44
 * ```
 */
export function denoising(options: DenoisingOptions, count: number): DenoisingEnvironment {
  const { groupSize = 1 } = options;
  if (!(Number.isInteger(groupSize) && groupSize >= 1 && Number.isInteger(count) && count % groupSize === 0)) {
    throw new RewardError("GUERDON_OPTION", `Expected \`count\` to be a multiple of ${groupSize}, got ${count}.`, {
      details: { groupSize, count },
    });
  }
  return new DenoisingCopies(options, count);
}
