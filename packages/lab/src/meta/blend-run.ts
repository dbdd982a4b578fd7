import type { Metrics, Run } from "../experiment/run.ts";
import type { DecisionProcess } from "../solver/index.ts";
import { normalAt } from "../tensor/index.ts";
import { type BilevelProblem, dotOf, lengthOf } from "./bilevel-problem.ts";
import { implicitGradient } from "./implicit-gradient.ts";
import { softmaxReturn } from "./softmax-return.ts";
import type { LinearSolver } from "./solve-linear.ts";
import { unrolledGradient } from "./unrolled-gradient.ts";

/** What weights of rewards are learnt from. */
export interface BlendSettings {
  /** The task: its reward is the one that counts. */
  readonly process: DecisionProcess;
  /** [S] probability of each first state. */
  readonly start: ArrayLike<number>;
  /** [S·A] each: rewards of a designer, which may mislead. */
  readonly auxiliaries: readonly Float64Array[];
  /** Whether the weights are learnt, and how; `fixed` learns the policy alone. */
  readonly method: "implicit" | "unrolled" | "fixed";
  /** First weights: of the task's reward, then of each auxiliary. Default all 1. */
  readonly weights?: readonly number[];
  /** Discount of the learner, where it is not the task's. */
  readonly learnerDiscount?: number;
  /** Steps of the policy before the first step of the weights, and between them. */
  readonly firstSteps: number;
  readonly steps: number;
  /** Of the policy's steps. */
  readonly rate: number;
  /** λ of ½·λ·|θ|², which keeps policies from the corners, where nothing has a gradient. */
  readonly decay: number;
  /** Length of a step of the weights. */
  readonly weightStep: number;
  readonly solver?: LinearSolver;
  /** Steps of the weights. */
  readonly updates: number;
}

/** A run with its policy and weights at hand. */
export interface BlendRun extends Run {
  /** [S·A] */
  readonly theta: Float64Array;
  /** [1 + K] */
  readonly weights: Float64Array;
}

/**
 * Learning how much each of several rewards should count: the policy climbs their weighted sum, the weights climb what
 * that policy earns by the task's own reward and discount.
 *
 *   inner  −J_φ(θ) + ½λ|θ|²,  r_φ = φ_0·r + Σ_k φ_k·r_k;     outer  −J(θ*(φ))
 *
 * Policies are softmax tables, and all returns and gradients exact. A step of the weights has a fixed length, as the scale
 * of rewards is not identifiable. Metrics: `task` (J), `weight.0` …, `metaGradient` (length) and, of the implicit
 * method, `residual`.
 *
 * @paper 004 §Mechanism (behaviour alignment by bilevel optimisation), §Experiment (loop and defaults)
 */
export function startBlendRun(settings: BlendSettings, seed: number): BlendRun {
  const { process, start, firstSteps, steps, updates, method, rate, solver, weightStep } = settings;
  const pairs = process.states * process.actions;
  const theta = Float64Array.from({ length: pairs }, (_, i) => 0.01 * normalAt(seed, i));
  const weights = Float64Array.from(settings.weights ?? new Array(settings.auxiliaries.length + 1).fill(1));
  const problem = blendProblem(settings);
  const slope = new Float64Array(pairs);
  let done = 0;
  const climb = (count: number): void => {
    for (let k = 0; k < count; k++) {
      problem.innerGradient(theta, weights, slope);
      for (let i = 0; i < pairs; i++) theta[i] = (theta[i] as number) - rate * (slope[i] as number);
    }
  };
  const weigh = (): Metrics => {
    if (method === "fixed") {
      climb(steps);
      return {};
    }
    const found =
      method === "implicit"
        ? implicitGradient(problem, theta, weights, solver)
        : unrolledGradient(problem, theta, weights, { steps, rate });
    const length = lengthOf(found.gradient);
    for (let k = 0; length > 0 && k < weights.length; k++) {
      weights[k] = (weights[k] as number) - (weightStep * (found.gradient[k] as number)) / length;
    }
    climb(steps);
    return { metaGradient: length, ...(method === "implicit" ? { residual: found.residual } : {}) };
  };
  return {
    theta,
    weights,
    end: updates,
    get updates() {
      return done;
    },
    update: async () => {
      if (done === 0) climb(firstSteps);
      const learnt = weigh();
      done++;
      const shares = Object.fromEntries([...weights].map((weight, k) => [`weight.${k}`, weight]));
      return { task: softmaxReturn(process, theta, start, slope), ...shares, ...learnt };
    },
    save: () => ({ json: { updates: done }, arrays: { theta: theta.slice(), weights: weights.slice() } }),
    restore: ({ json, arrays }) => {
      done = (json as { updates: number }).updates;
      theta.set(arrays.theta as Float64Array);
      weights.set(arrays.weights as Float64Array);
    },
    close: () => undefined,
  };
}

/** Both levels as losses. */
function blendProblem({ process, start, auxiliaries, decay, learnerDiscount }: BlendSettings): BilevelProblem {
  const parts = [process.reward, ...auxiliaries];
  const mixed = new Float64Array(process.reward.length);
  const learner: DecisionProcess = { ...process, reward: mixed, discount: learnerDiscount ?? process.discount };
  const slope = new Float64Array(process.reward.length);
  const single = parts.map((reward): DecisionProcess => ({ ...learner, reward }));
  return {
    innerGradient: (theta, phi, out) => {
      mixed.fill(0);
      for (const [k, part] of parts.entries()) {
        for (let i = 0; i < mixed.length; i++)
          mixed[i] = (mixed[i] as number) + (phi[k] as number) * (part[i] as number);
      }
      softmaxReturn(learner, theta, start, out);
      for (let i = 0; i < out.length; i++) out[i] = decay * (theta[i] as number) - (out[i] as number);
    },
    // J is linear in the reward: the derivative by a weight is the gradient of that reward alone.
    mixedProduct: (theta, _, v, out) => {
      for (const [k, process] of single.entries()) {
        softmaxReturn(process, theta, start, slope);
        out[k] = -dotOf(slope, v);
      }
    },
    outerGradient: (theta, _, ofTheta, ofPhi) => {
      softmaxReturn(process, theta, start, ofTheta);
      for (let i = 0; i < ofTheta.length; i++) ofTheta[i] = -(ofTheta[i] as number);
      ofPhi.fill(0);
    },
  };
}
