import { type HostInput, hostArray, type Optimiser } from "../tensor/index.ts";
import { moveByAdam } from "./move-by-adam.ts";
import type { TokenLearner } from "./token-policy.ts";

export interface AutomatonLearnerSettings {
  readonly maxGradientNorm?: number | undefined;
  /** [S] places and values of the features that are not 0. */
  readonly features: readonly (readonly (readonly [place: number, value: number])[])[];
  /** [S, K] the state after each choice. */
  readonly next: readonly (readonly number[])[];
  /** [K] logits at the start. */
  readonly initial: ArrayLike<number>;
  /** The choice that a token is; −1 for others, which end a completion. */
  choiceOf(token: number): number;
  /** The state in which the completions of a prompt begin, by its last token. */
  startOf(token: number): number;
  readonly end: number;
  readonly temperature: number;
  readonly optimiser: Optimiser & { readonly adam: NonNullable<Optimiser["adam"]> };
  /** [F·K] */
  readonly weights: Float32Array;
}

type Inputs = { readonly prompts: HostInput; readonly completions: HostInput };
type Pulls = { readonly logProbs?: ArrayLike<number>; readonly entropy?: ArrayLike<number> };

/**
 * A learner of `automatonPolicy` by hand: each state's softmax is computed once, and its slopes gathered there.
 *
 *   ∂ log p_a / ∂ z_k = [k = a] − p_k,   ∂ H / ∂ z_k = −p_k (log p_k + H)
 *
 * Outputs after the end of a completion are 0, and so are their gradients.
 */
export function createAutomatonLearner(settings: AutomatonLearnerSettings): TokenLearner {
  const { optimiser, maxGradientNorm } = settings;
  const theta = settings.weights.slice();
  const [mean, square] = [new Float32Array(theta.length), new Float32Array(theta.length)];
  const gradient = new Float64Array(theta.length);
  let steps = 0;
  const shape = [theta.length / settings.initial.length, settings.initial.length];
  const weights = () => ({ weights: hostArray(shape, theta.slice()) });
  return {
    forward: (inputs) => pass(settings, theta, inputs as Inputs),
    step: (inputs, pulls, { learningRate = optimiser.learningRate } = {}) => {
      const { pulled, slopes } = pass(settings, theta, inputs as Inputs, pulls);
      pullFeatures(settings, slopes, gradient.fill(0));
      steps++;
      const moments = { theta, gradient, mean, square };
      const gradientNorm = moveByAdam(moments, optimiser.adam, { steps, learningRate, maxGradientNorm });
      return { gradientNorm, pulled };
    },
    parameters: weights,
    save: () => ({
      parameters: weights(),
      optimiser: {
        mean: hostArray(shape, mean.slice()),
        square: hostArray(shape, square.slice()),
        steps: hostArray([], [steps]),
      },
    }),
    restore: (saved) => {
      const { parameters, optimiser: state } = saved as {
        parameters: { readonly weights: HostInput };
        optimiser: { readonly [name: string]: HostInput };
      };
      theta.set(parameters.weights.data);
      mean.set((state.mean as HostInput).data);
      square.set((state.square as HostInput).data);
      steps = (state.steps as HostInput).data[0] as number;
    },
    close: () => {},
  };
}

/** Reads all completions; slopes [S·K] are those of Σ pull · output at the logits. */
function pass(
  settings: AutomatonLearnerSettings,
  theta: Float32Array,
  { prompts, completions }: Inputs,
  pulls: Pulls = {},
) {
  const { next, end, temperature, choiceOf, startOf } = settings;
  const choices = settings.initial.length;
  const { logPs, entropies } = softmaxes(settings, theta);
  const [count, length] = prompts.shape as [number, number];
  const [rows, places] = completions.shape as [number, number];
  const out = { logProbs: new Float32Array(rows * places), entropy: new Float32Array(rows * places) };
  const slopes = new Float64Array(logPs.length);
  let pulled = 0;
  for (let r = 0; r < rows; r++) {
    const prompt = Math.floor((r * count) / rows);
    let state = startOf(prompts.data[(prompt + 1) * length - 1] as number);
    for (let i = r * places; i < (r + 1) * places; i++) {
      const token = completions.data[i] as number;
      const choice = choiceOf(token);
      if (choice < 0) break;
      const at = state * choices;
      const entropy = entropies[state] as number;
      out.logProbs[i] = logPs[at + choice] as number;
      out.entropy[i] = entropy;
      const [own, spread] = [pulls.logProbs?.[i] ?? 0, pulls.entropy?.[i] ?? 0];
      pulled += own * (logPs[at + choice] as number) + spread * entropy;
      if (own !== 0 || spread !== 0) {
        for (let k = 0; k < choices; k++) {
          const logP = logPs[at + k] as number;
          const slope = -Math.exp(logP) * (own + spread * (logP + entropy)) + (k === choice ? own : 0);
          slopes[at + k] = (slopes[at + k] as number) + slope / temperature;
        }
      }
      if (token === end) break;
      state = next[state]?.[choice] as number;
    }
  }
  return { ...out, pulled, slopes };
}

/** log p [S·K] and entropy [S] of each state. */
function softmaxes({ features, initial, temperature }: AutomatonLearnerSettings, theta: Float32Array) {
  const choices = initial.length;
  const logPs = new Float64Array(features.length * choices);
  const entropies = new Float64Array(features.length);
  features.forEach((shown, s) => {
    const row = logPs.subarray(s * choices, (s + 1) * choices);
    for (let k = 0; k < choices; k++) row[k] = initial[k] as number;
    for (const [place, value] of shown)
      for (let k = 0; k < choices; k++) row[k] = (row[k] as number) + value * (theta[place * choices + k] as number);
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < choices; k++) {
      row[k] = (row[k] as number) / temperature;
      top = Math.max(top, row[k] as number);
    }
    const logSum = top + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
    for (let k = 0; k < choices; k++) {
      const logP = (row[k] as number) - logSum;
      row[k] = logP;
      entropies[s] = (entropies[s] as number) - Math.exp(logP) * logP;
    }
  });
  return { logPs, entropies };
}

/** Adds to the weights of each feature what the logits of its states say. */
function pullFeatures(
  { features, initial }: AutomatonLearnerSettings,
  slopes: Float64Array,
  gradient: Float64Array,
): void {
  const choices = initial.length;
  features.forEach((shown, s) => {
    for (const [place, value] of shown) {
      for (let k = 0; k < choices; k++) {
        const at = place * choices + k;
        gradient[at] = (gradient[at] as number) + value * (slopes[s * choices + k] as number);
      }
    }
  });
}
