import { z } from "zod";
import { aggregationSchema, type Given } from "./aggregation-schema.ts";
import type { AggregationOptions } from "./loss-aggregation.ts";

/** How the advantage of a token that another policy wrote is multiplied: f of its probability p. */
export interface Reshape {
  readonly form: "probability" | "log" | "saturating" | "sqrt" | "power";
  /** Where `saturating` pushes hardest. */
  readonly gamma: number;
  /** The exponent of `power`. */
  readonly power: number;
}

export interface PolicyLossOptions extends AggregationOptions {
  /** What stands for the policy: the ratio with or without clip, the clipped ratio as a weight, or log π alone. */
  readonly surrogate: "clipped-ratio" | "clipped-weight" | "ratio" | "log-prob";
  /** The ratio is clipped at 1 − clipLow; null has no lower bound. */
  readonly clipLow: number | null;
  /** The ratio is clipped at 1 + clipHigh; null has no upper bound. */
  readonly clipHigh: number | null;
  /** Bound of the ratio where the advantage is negative. */
  readonly dualClip: number | null;
  /** Bounds of the log-ratio before exp; outside them its gradient is 0. */
  readonly preExp: { readonly min: number; readonly max: number } | null;
  /** Whose ratio: of a token, the geometric mean of a rollout's tokens (GSPO), or their product (P3O). */
  readonly ratioLevel: "token" | "sequence" | "trajectory";
  /** For tokens marked in `offPolicy`. */
  readonly reshape: Reshape;
}

const reshape = z.strictObject({
  form: z.enum(["probability", "log", "saturating", "sqrt", "power"]).default("saturating"),
  gamma: z.number().positive().default(0.1), // 212 §Mechanism 6: γ = 0.1
  power: z.number().positive().default(0.5),
});

/** What may be given for the options of `policyLoss`. */
export type PolicyLossInput = Given<Omit<PolicyLossOptions, "reshape">> & {
  /** How the advantage of a token marked in `offPolicy` is multiplied. */
  readonly reshape?: Given<Reshape> | undefined;
};

/** The options of `policyLoss` with their defaults. */
export const POLICY_OPTIONS: z.ZodType<PolicyLossOptions, PolicyLossInput> = z
  .strictObject({
    surrogate: z.enum(["clipped-ratio", "clipped-weight", "ratio", "log-prob"]).default("clipped-ratio"),
    clipLow: z.number().min(0).max(1).nullable().default(0.2), // 066, 175 §Mechanism: ε = 0.2
    clipHigh: z.number().min(0).nullable().default(0.2), // 066, 175 §Mechanism: ε = 0.2
    dualClip: z.number().gt(1).nullable().default(null), // 175: 3; 206: 10
    preExp: z
      .strictObject({ min: z.number(), max: z.number() })
      .refine(({ min, max }) => min <= max, "min is above max")
      .nullable()
      .default(null), // 066 §Mechanism: ln 1e-3 … ln 1e3
    ratioLevel: z.enum(["token", "sequence", "trajectory"]).default("token"),
    reshape: reshape.prefault({}),
    ...aggregationSchema("token-mean"), // 206 §Mechanism: token-mean
  })
  .readonly();
