import { RewardError } from "@guerdon/core/error";
import { widthOf } from "../environment/environment.ts";
import type { PolicyGradientSettings } from "./policy-gradient-settings.ts";

/**
 * Holds settings to what their parts say of themselves.
 *
 * @throws RewardError GUERDON_SHAPE
 */
export function checkPolicyGradient(settings: PolicyGradientSettings): void {
  checkMinibatch(settings);
  checkWidths(settings);
}

function checkMinibatch({ environment, policy, steps, minibatch }: PolicyGradientSettings): void {
  const all = steps * environment.count;
  const unit = policy.memoryWidth > 0 ? steps : 1;
  if (minibatch === undefined || (all % minibatch === 0 && minibatch % unit === 0)) return;
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected \`minibatch\` to divide the ${all} steps of an update${unit > 1 ? ` and be a multiple of ${unit}` : ""}, got ${minibatch}.`,
    { details: { all, unit, got: minibatch } },
  );
}

function checkWidths({ environment, policy }: PolicyGradientSettings): void {
  const shown = environment.observations.length / environment.count;
  const taken = widthOf(environment.action);
  for (const [what, wanted, got] of [
    ["observationWidth", shown, policy.observationWidth],
    ["actionWidth", taken, policy.actionWidth],
  ] as const) {
    if (wanted === got) continue;
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`${what}\` of the policy to be ${wanted} for ${environment.id}, got ${got}.`,
      {
        details: { what, wanted, got },
      },
    );
  }
}
