import type { Library } from "@guerdon/core/piece";
import { z } from "zod";
import type { StartRun } from "../experiment/run.ts";
import { type ImitationRewardSettings, imitationReward, type MakeReward, startOffPolicyRun } from "../trainer/index.ts";
import { defined, makeNamed, parseSettings, usedSchema } from "./named.ts";
import { type OffPolicyOptions, offPolicyOf, offPolicyShape } from "./off-policy-options.ts";
import { type DataContext, recordedData } from "./recorded-data.ts";
import { scheduled, scheduleOf } from "./schedule-of.ts";

const imitation = z.strictObject({
  data: usedSchema,
  pays: z.enum(["positive", "negative", "log-odds"]).optional(),
  every: z.int().min(1).optional(),
  smoothing: z.number().min(0).max(0.5).optional(),
  hidden: z.array(z.int().min(1)).optional(),
  activation: z.enum(["tanh", "relu"]).optional(),
  learningRate: scheduled.default(1e-3),
});

const settings = z.strictObject({ ...offPolicyShape, imitation: imitation.optional() });

/**
 * Starts a run that learns from a memory of its own past, from settings: DQN, SAC, TD3 by `agent`, imitation of
 * demonstrations by `imitation`.
 */
export function offPolicyRun(library: Library): StartRun {
  return async (json, seed) => {
    const { imitation: imitated, ...given } = parseSettings("settings", settings, json) as OffPolicyOptions & {
      readonly imitation?: z.output<typeof imitation>;
    };
    const training = await offPolicyOf(library, given);
    const context = { environment: given.environment, library, seed };
    const reward = imitated === undefined ? {} : { reward: await rewardFrom(imitated, context) };
    return startOffPolicyRun({ ...training, ...reward }, seed);
  };
}

async function rewardFrom(given: z.output<typeof imitation>, context: DataContext): Promise<MakeReward> {
  const { data, learningRate, ...own } = given;
  return imitationReward({
    ...defined(own),
    demonstrations: await makeNamed("imitation.data", recordedData, data, context),
    learningRate: scheduleOf(context.library, "imitation.learningRate", learningRate),
  } as ImitationRewardSettings);
}
