import { type PolicyLossInput, policyLossPresets } from "@guerdon/core/objective";
import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { StartRun } from "../experiment/run.ts";
import { startTokenRun, type TokenTraining } from "../trainer/index.ts";
import { defined, parseSettings } from "./named.ts";
import { objectiveOf } from "./objective-of.ts";
import { type TokenLoopOptions, tokenLoopOf, tokenLoopShape } from "./token-loop-options.ts";

const settings = z.strictObject({
  ...tokenLoopShape,
  minibatches: z.int().min(1).default(1),
  objective: z.looseObject({}).default({}),
  entropyWeight: z.number().min(0).optional(),
  kl: z
    .strictObject({ estimator: z.enum(["k1", "k2", "k3"]).optional(), beta: z.number().min(0).optional() })
    .optional(),
});

type Options = TokenLoopOptions & Pick<TokenTraining, "minibatches" | "entropyWeight" | "kl" | "objective">;

/** Starts a run of a small language model on a token world from settings. */
export function tokenPolicyRun(library: Library): StartRun {
  return async (json, seed) => {
    const { minibatches, objective, entropyWeight, kl, ...loop } = parseSettings(
      "settings",
      settings,
      json,
    ) as unknown as Options;
    const training = {
      ...(await tokenLoopOf(library, loop, seed)),
      objective: objectiveOf<PolicyLossInput>("objective", policyLossPresets, objective),
      ...defined({ minibatches, entropyWeight, kl: kl && defined(kl) }),
    };
    return startTokenRun(training, seed);
  };
}
