import type { Preset } from "../piece/index.ts";

/**
 * The advantages of papers and trainers by name, as settings of two pieces.
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
    { scale: "none", batch: "token", batchScale: "population-std", batchEps: 1e-4, batchEpsAt: "floor" },
    "OpenRLHF reinforce_baseline (REINFORCE++-baseline): minus group mean, then whitened over tokens.",
  ),
  groupPreset(
    "reinforce-baseline/verl",
    { scale: "none", single: "raw", batch: "token", batchEps: 1e-8, batchEpsAt: "variance" },
    "verl reinforce_plus_plus_baseline: minus group mean, then whitened over tokens.",
  ),
  groupPreset("reinforce", { baseline: "none", scale: "none" }, "REINFORCE: the reward itself."),
  decoupledPreset("gdpo", {}, "GDPO as the paper writes it; missing terms are left out. Equals grpo/trl-decoupled."),
  decoupledPreset("gdpo/released", { missing: "zero" }, "GDPO's released TRL code: a missing reward counts as 0."),
  decoupledPreset(
    "gdpo/verl",
    { eps: 1e-6, single: "raw", batch: "token", batchEps: 1e-8, batchEpsAt: "variance" },
    "verl gdpo: whitened over tokens.",
  ),
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
