import type { Library } from "@guerdon/core/piece";
import { streamKey } from "@guerdon/core/random";
import { z } from "zod";
import { readTransitions, recordTransitions, type Transitions } from "../dataset/index.ts";
import { randomActions } from "../environment/index.ts";
import { startOffPolicyRun } from "../trainer/index.ts";
import { makeEnvironment } from "./make-environment.ts";
import { defined, type Makers } from "./named.ts";
import { offPolicyOf, offPolicyShape } from "./off-policy-options.ts";

/** What data is made for. */
export interface DataContext {
  /** The environment as settings name it. */
  readonly environment: { readonly use: string };
  readonly library: Library;
  readonly seed: number;
}

const count = z.int().min(1);
const seed = z.int().min(0).optional();

const { environment: _, ...learning } = offPolicyShape;

/** Where transitions that settings name come from. */
export const recordedData: Makers<Transitions, DataContext> = {
  agent: {
    summary: "an agent that learns off-policy first, then plays",
    options: z.strictObject({ ...learning, record: count.default(2000), explore: z.boolean().default(false), seed }),
    make: async ({ record, explore, seed: own, ...given }, { environment, library, seed: run }) => {
      const from = own ?? run;
      const training = await offPolicyOf(library, { ...given, environment });
      const learnt = await startOffPolicyRun(training, from);
      while (learnt.updates < learnt.end) await learnt.update();
      const key = streamKey(from, "data");
      const data = recordTransitions(
        training.environment,
        (observations, into, step) =>
          learnt.agent.act(observations, into, { key, step }, explore, training.environment.legal),
        { steps: record, seed: key },
      );
      learnt.close();
      return data;
    },
  },
  file: {
    summary: "episodes in lines of JSON: obs, acts, rews, terminal",
    options: z.strictObject({ path: z.string(), maxSteps: count.optional(), episodes: count.optional() }),
    make: ({ path, ...given }) => readTransitions(path, defined(given)),
  },
  random: {
    summary: "actions drawn evenly among the legal ones",
    options: z.strictObject({ record: count.default(2000), seed }),
    make: async ({ record, seed: own }, { environment, seed: run }) => {
      const key = streamKey(own ?? run, "data");
      const played = await makeEnvironment(environment);
      const choose = (_shown: Float32Array, into: Float64Array, step: number): void =>
        into.set(randomActions(played, key, step));
      const data = recordTransitions(played, choose, { steps: record, seed: key });
      played.close?.();
      return data;
    },
  },
};
