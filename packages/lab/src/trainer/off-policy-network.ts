import {
  createMlpNetwork,
  createNetworkKernel,
  type DenseParameters,
  type HostTree,
  hostArray,
  type KernelActivation,
  type MlpNetwork,
  mlpParameterCount,
  mlpParameters,
  mlpWorkspace,
} from "../tensor/index.ts";

/** Numbers of Adam, as its paper has them. */
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

export interface NetworkSettings {
  /** Inputs, hidden layers, outputs. */
  readonly widths: readonly number[];
  readonly activation: KernelActivation;
  /** Names the random stream of the fresh weights. */
  readonly name: string;
  /** Gain of the last layer. Default 1. */
  readonly gain?: number;
  /** Rows of a batch it learns from. */
  readonly batch: number;
  /** Rows of the other views: for acting. */
  readonly rows?: number;
}

/** A network with a slow copy of itself, in one block of memory. */
export interface OffPolicyNetwork {
  /** For batches: has gradients. */
  readonly batch: MlpNetwork;
  /** The same weights for acting on `rows` rows; the batch's own without such. */
  readonly acting: MlpNetwork;
  /** The slow copy. */
  readonly target: MlpNetwork;
  /** Runs the network that learns or the slow copy on the observations of a batch, and gives it. */
  evaluate(which: "batch" | "target", observations: Float32Array): MlpNetwork;
  /** Moves the weights against the gradient that `batch.backward` wrote (Adam). @returns its length before clipping */
  step(learningRate: number, maxGradientNorm?: number): number;
  /** Brings the slow copy nearer: target ← target + rate·(weights − target); 1 copies. */
  follow(rate: number): void;
  /** A copy of weights, slow copy and moments; `restore` of it continues bit by bit. */
  save(): HostTree;
  restore(state: HostTree): void;
  parameters(): readonly DenseParameters[];
  load(layers: readonly DenseParameters[]): void;
}

/** A multi-layer perceptron on hand-written kernels, trained by gradients at its outputs. */
export function createOffPolicyNetwork(settings: NetworkSettings, seed: number): OffPolicyNetwork {
  const { widths, activation, name, gain, batch, rows } = settings;
  const size = mlpParameterCount(widths);
  const room = mlpWorkspace(widths, batch, true) + mlpWorkspace(widths, batch, false);
  const more = rows === undefined ? 0 : mlpWorkspace(widths, rows, false);
  const kernel = createNetworkKernel(5 * (size + 8) + room + more + 64);
  const block = (): Float32Array => kernel.allocate(size);
  const [weights, gradients, mean, square, slow] = [block(), block(), block(), block(), block()];
  const online = createMlpNetwork(kernel, widths, activation, batch, weights, gradients);
  const target = createMlpNetwork(kernel, widths, activation, batch, slow);
  let steps = 0;
  online.load(mlpParameters(seed, name, widths, gain));
  slow.set(weights);
  return {
    batch: online,
    acting: rows === undefined ? online : createMlpNetwork(kernel, widths, activation, rows, weights),
    target,
    evaluate: (which, observations) => {
      const network = which === "batch" ? online : target;
      fillInputs(network, batch, [observations, widths[0] as number]);
      network.forward();
      return network;
    },
    step: (learningRate, maxGradientNorm) => {
      steps++;
      const norm = Math.sqrt(kernel.squares(gradients));
      kernel.adam(weights, gradients, mean, square, {
        scale: maxGradientNorm === undefined ? 1 : Math.min(1, maxGradientNorm / (norm + 1e-6)),
        ...{ beta1: BETA1, beta2: BETA2, epsilon: EPSILON, keep: 1 },
        pace: learningRate / (1 - BETA1 ** steps),
        correction: 1 / (1 - BETA2 ** steps),
      });
      return norm;
    },
    follow: (rate) => {
      if (rate === 1) slow.set(weights);
      else
        for (let i = 0; i < size; i++)
          slow[i] = (slow[i] as number) + rate * ((weights[i] as number) - (slow[i] as number));
    },
    save: () => {
      const [w, m, s, t] = [weights, mean, square, slow].map((data) => online.read(data));
      return { weights: w, mean: m, square: s, target: t, steps: hostArray([], [steps]) } as unknown as HostTree;
    },
    restore: (state) => {
      const saved = state as unknown as { [name in "weights" | "mean" | "square" | "target"]: DenseParameters[] };
      online.write(weights, saved.weights);
      online.write(mean, saved.mean);
      online.write(square, saved.square);
      online.write(slow, saved.target);
      steps = (state as unknown as { steps: { data: Float32Array } }).steps.data[0] as number;
    },
    parameters: () => online.read(weights),
    load: (layers) => {
      online.load(layers);
      slow.set(weights);
    },
  };
}

/** Writes rows of columns side by side into the inputs of a network. */
export function fillInputs(network: MlpNetwork, rows: number, ...parts: readonly (readonly [Numbers, number])[]): void {
  const { input, inputStride } = network;
  let at = 0;
  for (const [data, width] of parts) {
    for (let r = 0; r < rows; r++) {
      for (let k = 0; k < width; k++) input[r * inputStride + at + k] = data[r * width + k] as number;
    }
    at += width;
  }
}

type Numbers = Float32Array | Float64Array;
