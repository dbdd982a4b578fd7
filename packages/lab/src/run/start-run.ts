import { didYouMean, RewardError } from "@guerdon/core/error";
import type { Library } from "@guerdon/core/piece";
import type { StartRun } from "../experiment/run.ts";
import { policyGradientRun } from "./policy-gradient-run.ts";
import { tokenPolicyRun } from "./token-policy-run.ts";

/** Runs that an experiment may name. */
export const RUNS: { readonly [name: string]: (library: Library) => StartRun } = {
  "policy-gradient": policyGradientRun,
  tokens: tokenPolicyRun,
};

/**
 * The run that an experiment names.
 *
 * @param library - pieces that reward programs and schedules may name
 * @throws RewardError GUERDON_EXPERIMENT when no run has the name, with the nearest
 */
export function startRunOf(name: string, library: Library): StartRun {
  const make = Object.hasOwn(RUNS, name) ? RUNS[name] : undefined;
  if (make !== undefined) return make(library);
  throw new RewardError(
    "GUERDON_EXPERIMENT",
    `Expected \`run\` to be one of ${Object.keys(RUNS).join(", ")}, got \`${name}\`.`,
    {
      hint: didYouMean(name, Object.keys(RUNS)),
      details: { got: name },
    },
  );
}
