import { preferenceLossPresets } from "@guerdon/core/objective";
import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { StartRun } from "../experiment/run.ts";
import { type PreferenceTraining, startPreferenceRun } from "../trainer/index.ts";
import { defined, parseSettings } from "./named.ts";
import { objectiveOf } from "./objective-of.ts";
import { type TokenLoopOptions, tokenLoopOf, tokenLoopShape } from "./token-loop-options.ts";

const settings = z.strictObject({
  ...tokenLoopShape,
  /** A loss of pairs by name, such as `{ use: simpo }`, or its options. */
  preference: z.looseObject({}).default({ use: "dpo" }),
  refers: z.boolean().optional(),
  from: z.enum(["policy", "reference"]).optional(),
});

type Options = TokenLoopOptions & Pick<PreferenceTraining, "refers" | "from"> & { readonly preference: object };

/** Starts a run of a small language model that learns from pairs, from settings: DPO, IPO, SLiC, SimPO by `preference`. */
export function preferenceRun(library: Library): StartRun {
  return async (json, seed) => {
    const { preference, refers, from, ...loop } = parseSettings("settings", settings, json) as unknown as Options;
    const training: PreferenceTraining = {
      ...(await tokenLoopOf(library, loop, seed)),
      preference: objectiveOf("preference", preferenceLossPresets, preference),
      ...defined({ refers, from }),
    };
    return startPreferenceRun(training, seed);
  };
}
