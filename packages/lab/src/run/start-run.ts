import { didYouMean, RewardError } from "@guerdon/core/error";
import type { Library } from "@guerdon/core/piece";
import type { StartRun } from "../experiment/run.ts";
import { evolutionRun } from "./evolution-run.ts";
import { generationRun } from "./generation-run.ts";
import { offPolicyRun } from "./off-policy-run.ts";
import { offlineRun } from "./offline-run.ts";
import { policyGradientRun } from "./policy-gradient-run.ts";
import { preferenceRun } from "./preference-run.ts";
import { qTableRun } from "./q-table-run.ts";
import { tokenPolicyRun } from "./token-policy-run.ts";

/** A kind of run, with what starts it. */
export interface NamedRun {
  /** What it is, in a line. */
  readonly summary: string;
  start(library: Library): StartRun;
}

/** Runs that an experiment may name. */
export const RUNS: { readonly [name: string]: NamedRun } = {
  evolution: {
    summary: "parameters searched without gradients: ES, CMA-ES, novelty, MAP-Elites by `search`",
    start: evolutionRun,
  },
  generation: {
    summary: "a flow or diffusion model of samples, matched to data and tuned by rewards: Flow-GRPO, DDPO",
    start: generationRun,
  },
  "off-policy": {
    summary: "learning from a memory of one's own past: DQN, SAC, TD3 by `agent`; imitation by `imitation`",
    start: offPolicyRun,
  },
  offline: {
    summary: "learning from transitions somebody made: BC, AWR, IQL, CQL, TD3+BC by `agent`",
    start: offlineRun,
  },
  "policy-gradient": {
    summary: "an environment, by the policy's gradient: REINFORCE, RLOO, GRPO, A2C, PPO by settings",
    start: policyGradientRun,
  },
  preference: {
    summary: "a token world, from pairs of completions: DPO, IPO, SLiC, SimPO by `preference`",
    start: preferenceRun,
  },
  "q-table": { summary: "values of actions in a table: Q-learning, expected Sarsa by `next`", start: qTableRun },
  tokens: {
    summary: "a token world, from rewards: GRPO, RLOO, DAPO, GSPO and kin by `objective` and the reward",
    start: tokenPolicyRun,
  },
};

/**
 * The run that an experiment names.
 *
 * @param library - pieces that reward programs and schedules may name
 * @throws RewardError GUERDON_EXPERIMENT when no run has the name, with the nearest
 */
export function startRunOf(name: string, library: Library): StartRun {
  const run = Object.hasOwn(RUNS, name) ? RUNS[name] : undefined;
  if (run !== undefined) return run.start(library);
  throw new RewardError(
    "GUERDON_EXPERIMENT",
    `Expected \`run\` to be one of ${Object.keys(RUNS).join(", ")}, got \`${name}\`.`,
    {
      hint: didYouMean(name, Object.keys(RUNS)),
      details: { got: name },
    },
  );
}
