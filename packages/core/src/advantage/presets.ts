import type { Preset } from "../piece/index.ts";

/** verl's and SkyRL's whitening over tokens. */
const VERL_TOKENS = { batch: "token", batchEps: 1e-8, batchEpsAt: "variance" } as const;
/** OpenRLHF's and NeMo RL's whitening over tokens: a variance of at least 1e-8. */
const FLOORED_TOKENS = {
  batch: "token",
  batchScale: "population-std",
  batchEps: 1e-4,
  batchEpsAt: "floor",
} as const;

/**
 * The advantages of papers and trainers by name, as settings of four pieces.
 *
 * Each gives its trainer's numbers (`trainers.test.ts`). TRL and prime-rl know rollouts without a
 * reward and leave them out; the other trainers expect a reward for each rollout, and what is
 * missing is left out here as in TRL, so that a group with one reward left is a group of one.
 */
export const advantagePresets: readonly Preset[] = [
  groupPreset("grpo", {}, "GRPO (DeepSeekMath) with sample deviation and eps 1e-4; equals grpo/trl."),
  groupPreset(
    "grpo/paper",
    { eps: 0 },
    "GRPO as written in DeepSeekMath: (r − mean) / std, no eps; constant groups give 0.",
  ),
  groupPreset("grpo/trl", { eps: 1e-4 }, "TRL: sum_then_normalize, scale_rewards = group."),
  groupPreset("grpo/trl-batch", { scale: "batch-std", eps: 1e-4 }, "TRL: scale_rewards = batch."),
  groupPreset("grpo/trl-none", { scale: "none" }, "TRL: scale_rewards = none."),
  groupPreset("grpo/verl", { eps: 1e-6, single: "raw" }, "verl grpo: a group of one keeps its raw reward."),
  groupPreset("grpo/openrlhf", { eps: 1e-9 }, "OpenRLHF group_norm."),
  groupPreset("grpo/skyrl", { eps: 1e-6, single: "raw" }, "SkyRL grpo; equals grpo/verl."),
  groupPreset("grpo/rllm", { scale: "population-std", eps: 1e-6, single: "raw" }, "rLLM grpo: population deviation."),
  groupPreset(
    "grpo/nemo",
    { baseline: "leave-one-out", scale: "leave-one-out-std", eps: 1e-6, zeroStd: "keep" },
    "NeMo RL grpo: baseline and deviation of the other members; no division where they do not differ.",
  ),
  groupPreset("grpo/prime-rl", { scale: "none" }, "prime-rl grpo: reward minus group mean; equals dr-grpo."),
  groupPreset("dr-grpo", { scale: "none" }, "Dr. GRPO: reward minus group mean, not divided; equals grpo/trl-none."),
  groupPreset("dr-grpo/verl", { scale: "none", single: "raw" }, "verl grpo without norm_adv_by_std_in_grpo."),
  groupPreset(
    "rloo",
    { baseline: "leave-one-out", scale: "none" },
    "RLOO: reward minus the mean of the other members; a group of one gives 0.",
  ),
  groupPreset("rloo/openrlhf", { baseline: "leave-one-out", scale: "none" }, "OpenRLHF rloo; equals rloo."),
  groupPreset("rloo/skyrl", { baseline: "leave-one-out", scale: "none" }, "SkyRL rloo; equals rloo."),
  groupPreset(
    "rloo/trl",
    { baseline: "leave-one-out", scale: "none" },
    "TRL RLOO without normalize_advantages; equals rloo.",
  ),
  groupPreset(
    "rloo/trl-normalised",
    { baseline: "leave-one-out", scale: "none", single: "skip", batch: "rollout", batchEps: 1e-4 },
    "TRL RLOO with normalize_advantages.",
  ),
  groupPreset(
    "rloo/verl",
    { baseline: "leave-one-out", scale: "none", single: "raw" },
    "verl and rLLM rloo: a group of one keeps its raw reward.",
  ),
  groupPreset(
    "reinforce-baseline",
    { scale: "none", ...FLOORED_TOKENS },
    "OpenRLHF reinforce_baseline (REINFORCE++-baseline): minus group mean, then whitened over tokens.",
  ),
  groupPreset(
    "reinforce-baseline/verl",
    { scale: "none", single: "raw", ...VERL_TOKENS },
    "verl reinforce_plus_plus_baseline: minus group mean, then whitened over tokens.",
  ),
  groupPreset(
    "reinforce-baseline/nemo",
    { scale: "none", ...FLOORED_TOKENS },
    "NeMo RL Reinforce++ with minus_baseline; equals reinforce-baseline.",
  ),
  groupPreset(
    "reinforce-baseline/rllm",
    { scale: "none", batch: "rollout", batchScale: "population-std", batchEps: 1e-6 },
    "rLLM reinforce_plus_plus_baseline: minus group mean, then over the deviation of the rollouts of the batch.",
  ),
  groupPreset("reinforce", { baseline: "none", scale: "none" }, "REINFORCE: the reward itself."),
  groupPreset(
    "reinforce++",
    { baseline: "none", scale: "none", ...VERL_TOKENS },
    "REINFORCE++ without discount as verl computes it: the reward, whitened over tokens. With gamma: gae.",
  ),
  groupPreset(
    "reinforce++/skyrl",
    { baseline: "none", scale: "none", ...VERL_TOKENS },
    "SkyRL reinforce++ without discount; equals reinforce++.",
  ),
  groupPreset(
    "reinforce++/openrlhf",
    { baseline: "none", scale: "none", ...FLOORED_TOKENS },
    "OpenRLHF reinforce: the reward, whitened over tokens with a variance of at least 1e-8.",
  ),
  groupPreset(
    "reinforce++/nemo",
    { baseline: "none", scale: "none", ...FLOORED_TOKENS },
    "NeMo RL Reinforce++ without minus_baseline; equals reinforce++/openrlhf.",
  ),
  groupPreset(
    "prpo",
    { baseline: "none", scale: "none", batch: "rollout", batchScale: "population-std", batchEps: 1e-6 },
    "rLLM prpo: minus the mean of the batch, over its deviation.",
  ),
  groupPreset(
    "lite-ppo",
    { scale: "batch-std", eps: 1e-6, clip: 2 },
    "Lite PPO (175): minus group mean, over the deviation of the batch, cut to ±2.",
  ),
  groupPreset(
    "dler",
    { scale: "none", ...VERL_TOKENS },
    "DLER (206): minus group mean, whitened over tokens; a group of one gives 0.",
  ),
  groupPreset(
    "remax",
    { baseline: "given", scale: "none" },
    "ReMax: reward minus that of a greedy answer, the input `reference`.",
  ),
  groupPreset(
    "opo",
    { baseline: "token-mean", scale: "none", single: "raw" },
    "OPO as verl computes it: minus the group mean in which each rollout counts its tokens.",
  ),
  groupPreset(
    "gpg",
    { scale: "nonzero-share", single: "raw" },
    "GPG as verl computes it: minus group mean, over the share of rewards of the batch that are not 0.",
  ),
  groupPreset(
    "maxrl",
    { scale: "mean", eps: 1e-6, single: "raw" },
    "MaxRL as SkyRL computes it: minus group mean, over the group mean.",
  ),
  {
    name: "passk",
    use: "best-of-group",
    options: {},
    summary: "verl grpo_passk: the lead of the best over the second.",
  },
  gaePreset("gae/verl", { whiten: true }, "verl gae: whitened over tokens."),
  gaePreset("gae/skyrl", { whiten: true }, "SkyRL gae; equals gae/verl."),
  gaePreset("gae/trl", { whiten: true }, "TRL PPO; equals gae/verl."),
  gaePreset(
    "gae/openrlhf",
    { whiten: true, batchScale: "population-std", batchEps: 1e-4, batchEpsAt: "floor" },
    "OpenRLHF gae: whitened over tokens with a variance of at least 1e-8.",
  ),
  gaePreset("gae/nemo", {}, "NeMo RL gae before its whitening; equals gae."),
  decoupledPreset("gdpo", {}, "GDPO as the paper writes it; missing terms are left out. Equals grpo/trl-decoupled."),
  decoupledPreset("gdpo/released", { missing: "zero" }, "GDPO's released TRL code: a missing reward counts as 0."),
  decoupledPreset("gdpo/verl", { eps: 1e-6, single: "raw", ...VERL_TOKENS }, "verl gdpo: whitened over tokens."),
  decoupledPreset(
    "gdpo/nemo",
    { baseline: "leave-one-out", scale: "leave-one-out-std", eps: 1e-6, zeroStd: "keep", batchEps: 0 },
    "NeMo RL gdpo: leave-one-out baseline and deviation per reward.",
  ),
  decoupledPreset("grpo/trl-decoupled", { eps: 1e-4, batchEps: 1e-4 }, "TRL: normalize_then_sum."),
];

function groupPreset(name: string, options: Preset["options"], summary: string): Preset {
  return { name, use: "group-relative", options, summary };
}

function decoupledPreset(name: string, options: Preset["options"], summary: string): Preset {
  return { name, use: "decoupled", options, summary };
}

function gaePreset(name: string, options: Preset["options"], summary: string): Preset {
  return { name, use: "gae", options, summary };
}
