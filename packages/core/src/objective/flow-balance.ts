import { z } from "zod";
import type { Given } from "./aggregation-schema.ts";
import { bufferFor, checkFinite, checkLength, checkOffsets } from "./check-length.ts";
import { optionsOf } from "./options-of.ts";

export interface FlowBalanceOptions {
  /** Over whole trajectories, single transitions, or all parts of trajectories. */
  readonly balance: "trajectory" | "detailed" | "sub-trajectory";
  /** A part of n transitions weighs lambda^n in `sub-trajectory`. */
  readonly lambda: number;
}

export interface FlowBalanceColumns {
  /** log P_F of each transition. */
  readonly logForward: Float64Array;
  /** log P_B of each transition. */
  readonly logBackward: Float64Array;
  /** log flow of the state before each transition; for `trajectory` only the first of each counts and is log Z. */
  readonly logFlows: Float64Array;
  /** log reward of the object each trajectory ends in: the flow of its end. */
  readonly logRewards: Float64Array;
  /** First transition of each trajectory, and the end of the last. */
  readonly offsets: Int32Array;
}

export interface FlowBalance {
  /** Mean over trajectories, to be minimised. */
  readonly loss: number;
  /** d loss / d each column. */
  readonly gradient: {
    /** By `logForward`; as `out`, a buffer for it instead of a new one. */
    readonly logForward: Float64Array;
    /** By `logBackward`; as `out`, a buffer for it instead of a new one. */
    readonly logBackward: Float64Array;
    /** By `logFlows`; as `out`, a buffer for it instead of a new one. */
    readonly logFlows: Float64Array;
    /** By `logRewards`; as `out`, a buffer for it instead of a new one. */
    readonly logRewards: Float64Array;
  };
}

const OPTIONS: z.ZodType<FlowBalanceOptions, Given<FlowBalanceOptions>> = z
  .strictObject({
    balance: z.enum(["trajectory", "detailed", "sub-trajectory"]).default("trajectory"),
    lambda: z.number().positive().max(1).default(0.9),
  })
  .readonly();

/**
 * The balance losses of a GFlowNet on log-flows: TB, DB and sub-TB.
 *
 *   δ(i, j) = log F(s_i) + Σ_{i ≤ t < j} (log P_F − log P_B)_t − log F(s_j),   log F of the end = log reward
 *   trajectory      loss = δ(0, n)²
 *   detailed        loss = mean over transitions of δ(t, t + 1)²
 *   sub-trajectory  loss = Σ_{i<j} lambda^(j−i)·δ(i, j)² / Σ_{i<j} lambda^(j−i)
 *
 * For TB give log Z as the first flow of every trajectory; the sum of their gradients is that of log Z. A trajectory
 * without transitions counts nowhere. Small lambda goes to DB. The mean over trajectories is minimised.
 *
 * @shape logForward, logBackward, logFlows [S], logRewards [R], offsets [R + 1] → loss, gradients of the same shapes
 * @unit nats → squared nats
 * @throws RewardError GUERDON_SHAPE when lengths differ; GUERDON_OPTION when an option is wrong
 * @throws RewardError GUERDON_NON_FINITE when a square overflows, with its place
 * @paper 023 §Mechanism 1, 3, 053 §Mechanism (trajectory balance)
 * @kind objective
 * @alias trajectoryBalance = { balance: trajectory }
 * @alias GFlowNet balance
 *
 * ```ts doctest
 * import { flowBalance } from "@guerdon/core/objective";
 * const [zero, offsets] = [Float64Array.of(0), Int32Array.of(0, 1)];
 * flowBalance({ logForward: zero, logBackward: zero, logFlows: zero, logRewards: Float64Array.of(2), offsets }).loss // => 4
 * ```
 */
export function flowBalance(
  columns: FlowBalanceColumns,
  options?: Given<FlowBalanceOptions>,
  out: { readonly [K in keyof FlowBalance["gradient"]]?: Float64Array } = {},
): FlowBalance {
  const settings = optionsOf("flowBalance", OPTIONS, options);
  const { logForward, logBackward, logFlows, logRewards, offsets } = columns;
  const [steps, trajectories] = [logForward.length, offsets.length - 1];
  checkOffsets("offsets", offsets, steps);
  checkLength("logBackward", logBackward, steps, "S");
  checkLength("logFlows", logFlows, steps, "S");
  checkLength("logRewards", logRewards, trajectories, "R");
  const gradient = {
    logForward: bufferFor("out.logForward", out.logForward, steps, "S").fill(0),
    logBackward: bufferFor("out.logBackward", out.logBackward, steps, "S").fill(0),
    logFlows: bufferFor("out.logFlows", out.logFlows, steps, "S").fill(0),
    logRewards: bufferFor("out.logRewards", out.logRewards, trajectories, "R").fill(0),
  };
  let counted = 0;
  for (let r = 0; r < trajectories; r++) if (offsets[r] !== offsets[r + 1]) counted++;
  let loss = 0;
  for (let r = 0; r < trajectories; r++) {
    const [start, end] = [offsets[r] as number, offsets[r + 1] as number];
    for (let i = start; i < end; i++) {
      for (let j = i + 1; j <= end; j++) {
        const weight = partWeight(settings, i - start, j - start, end - start) / counted;
        if (weight !== 0) loss += weight * residual(columns, r, i, j, weight, gradient);
      }
    }
  }
  checkFinite("flowBalance", loss, gradient);
  return { loss, gradient };
}

/** Weight of the part from i to j of a trajectory of n transitions; the weights of a trajectory sum to 1. */
function partWeight({ balance, lambda }: FlowBalanceOptions, i: number, j: number, n: number): number {
  if (balance === "trajectory") return i === 0 && j === n ? 1 : 0;
  if (balance === "detailed") return j === i + 1 ? 1 / n : 0;
  let sum = 0;
  for (let k = 1; k <= n; k++) sum += (n + 1 - k) * lambda ** (k - 1);
  return lambda ** (j - i - 1) / sum;
}

/** δ(i, j)²; adds weight · its gradients. */
function residual(
  columns: FlowBalanceColumns,
  r: number,
  i: number,
  j: number,
  weight: number,
  gradient: FlowBalance["gradient"],
): number {
  const { logForward, logBackward, logFlows, logRewards, offsets } = columns;
  const atEnd = j === (offsets[r + 1] as number);
  let delta = (logFlows[i] as number) - ((atEnd ? logRewards[r] : logFlows[j]) as number);
  for (let t = i; t < j; t++) delta += (logForward[t] as number) - (logBackward[t] as number);
  const push = 2 * weight * delta;
  for (let t = i; t < j; t++) {
    gradient.logForward[t] = (gradient.logForward[t] as number) + push;
    gradient.logBackward[t] = (gradient.logBackward[t] as number) - push;
  }
  gradient.logFlows[i] = (gradient.logFlows[i] as number) + push;
  if (atEnd) gradient.logRewards[r] = (gradient.logRewards[r] as number) - push;
  else gradient.logFlows[j] = (gradient.logFlows[j] as number) - push;
  return delta * delta;
}
