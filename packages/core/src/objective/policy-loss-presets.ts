import type { PolicyLossInput } from "./policy-options.ts";

export interface ObjectivePreset<O> {
  readonly name: string;
  readonly options: O;
  /** What it is and where the settings are from. */
  readonly summary: string;
}

const GSPO = { ratioLevel: "sequence", aggregation: "seq-mean-token-mean" } as const;
const VERL = { preExp: { min: -20, max: 20 }, dualClip: 3 } as const;

/** The policy losses of papers and trainers by name, as settings of `policyLoss`. */
export const policyLossPresets: readonly ObjectivePreset<PolicyLossInput>[] = [
  { name: "ppo", options: {}, summary: "PPO: clip 0.2 on each token, mean over tokens (075, 175)." },
  { name: "ppo/verl", options: VERL, summary: "verl vanilla: dual clip 3, log-ratio within ±20." },
  {
    name: "ppo/stable",
    options: { preExp: { min: Math.log(1e-3), max: Math.log(1e3) }, aggregation: "seq-mean-token-mean" },
    summary: "StableReinforce: log-ratio bounded before exp (066 §Mechanism).",
  },
  {
    name: "ppo/step",
    options: { clipLow: 1e-4, clipHigh: 1e-4 },
    summary: "PPO on denoising steps with clip 1e-4 (168 §Mechanism 5).",
  },
  {
    name: "grpo",
    options: { aggregation: "seq-mean-token-mean" },
    summary: "GRPO: mean of each rollout, then mean over rollouts (175 §Mechanism).",
  },
  {
    name: "grpo/trl",
    options: { aggregation: "seq-mean-token-mean", emptyRollouts: "count" },
    summary: "TRL loss_type grpo: rollouts without a counted token are part of the mean.",
  },
  {
    name: "dapo",
    options: { clipHigh: 0.28 },
    summary: "DAPO: clip 0.2 / 0.28, mean over the tokens of the batch (104, 217 §Mechanism).",
  },
  {
    name: "dr-grpo",
    options: { aggregation: "seq-mean-token-sum-norm", emptyRollouts: "count" },
    summary: "Dr. GRPO: divided by `maxLength`, which has no default (175 §Mechanism; TRL loss_type dr_grpo).",
  },
  {
    name: "cispo",
    options: { surrogate: "clipped-weight", clipLow: null, clipHigh: 4 },
    summary: "CISPO: the clipped ratio as a constant weight of log π; TRL loss_type cispo with epsilon_high 5.",
  },
  {
    name: "cispo/verl",
    options: { surrogate: "clipped-weight", preExp: { min: -20, max: 20 } },
    summary: "verl cispo: the weight is clipped at both ends, 0.2.",
  },
  {
    name: "gspo",
    options: { ...GSPO, clipLow: 3e-4, clipHigh: 4e-4 },
    summary: "GSPO: ratio of the whole rollout, length-normalised; clip 3e-4 / 4e-4 is recalled.",
  },
  {
    name: "reinforce",
    options: { surrogate: "log-prob", aggregation: "seq-mean-token-sum" },
    summary: "REINFORCE: −A·log π of the rollout (024, 145 §Pieces); verl reinforce.",
  },
  {
    name: "lite-ppo",
    options: {},
    summary: "Lite PPO: clip 0.2, mean over tokens; its advantages have the group's mean and the batch's std (175).",
  },
  { name: "dler", options: { clipHigh: 0.28, dualClip: 10 }, summary: "DLER: clip 0.2 / 0.28, dual clip 10 (206)." },
  {
    name: "critique-grpo",
    options: { surrogate: "ratio", aggregation: "seq-mean-token-sum-norm" },
    summary: "Critique-GRPO: no clip, off-policy tokens by p/(p + 0.1), divided by `maxLength` (212 §Mechanism 6).",
  },
  {
    name: "p3o",
    options: { ratioLevel: "trajectory", aggregation: "seq-mean-token-mean" },
    summary: "P3O with separate clips for two rollouts: clip 0.2 on the ratio of each trajectory (214 §Mechanism).",
  },
];
