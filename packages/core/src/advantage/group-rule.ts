import { z } from "zod";

/** How rewards become advantages inside one group. */
export interface GroupRule {
  /**
   * What is taken away from each reward. `leave-one-out`: the mean of the other members ·
   * `token-mean`: the mean of the group in which a rollout counts its tokens · `batch-mean`: the mean
   * of all rewards of the batch.
   */
  readonly baseline: "group-mean" | "leave-one-out" | "token-mean" | "batch-mean" | "none";
  /**
   * What the difference is divided by: a deviation of the group with n − 1 (`sample-std`) or n
   * (`population-std`), of the other members with n − 2 (`leave-one-out-std`), of all rewards of the
   * batch with N − 1 (`batch-std`); the mean of the group (`mean`); the share of rewards of the batch
   * that are not 0, at least one (`nonzero-share`, without `eps`); or nothing.
   */
  readonly scale:
    | "none"
    | "sample-std"
    | "population-std"
    | "leave-one-out-std"
    | "batch-std"
    | "mean"
    | "nonzero-share";
  /** A small number that keeps tiny deviations from blowing up the advantages. */
  readonly eps: number;
  /** Where `eps` goes: `std`: s + eps · `variance`: √(s² + eps) · `floor`: max(s, eps). */
  readonly epsAt: EpsPlace;
  /**
   * What a group with one scored member gives: 0; its reward, as if baseline 0 and deviation 1 were
   * known (`raw`); or 0 as if it had no reward, which also keeps it out of batch statistics (`skip`).
   */
  readonly single: "zero" | "raw" | "skip";
  /** Whether a deviation of 0, or one of too few members to exist, divides (as 0 + eps) or leaves the difference as it is. */
  readonly zeroStd: "divide" | "keep";
  /** Advantages are cut to −clip … clip; absent for no cut. */
  readonly clip?: number | undefined;
}

export type EpsPlace = "std" | "variance" | "floor";

export const epsPlace: z.ZodType<EpsPlace, EpsPlace> = z.enum(["std", "variance", "floor"]);

/** The options of a group rule, for a strict object. Defaults are GRPO as TRL computes it. */
export const groupRuleShape: {
  readonly [K in keyof Required<GroupRule>]: z.ZodType<GroupRule[K], GroupRule[K] | undefined>;
} = {
  baseline: z.enum(["group-mean", "leave-one-out", "token-mean", "batch-mean", "none"]).default("group-mean"),
  scale: z
    .enum(["none", "sample-std", "population-std", "leave-one-out-std", "batch-std", "mean", "nonzero-share"])
    .default("sample-std"),
  eps: z.number().nonnegative().default(1e-4), // TRL grpo_trainer; 088 eq. 4
  epsAt: epsPlace.default("std"),
  single: z.enum(["zero", "raw", "skip"]).default("zero"),
  zeroStd: z.enum(["divide", "keep"]).default("divide"),
  clip: z.number().positive().optional(), // 019, 037 and 010 §Mechanism: 5; 168: 10; 175: 2
};
