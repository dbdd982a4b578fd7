import {
  type HostColumns,
  type HostInput,
  type HostInputs,
  type HostTree,
  hostArray,
  type Learner,
  type MlpNetwork,
  type Optimiser,
} from "../tensor/index.ts";
import { adamOf, adamStep } from "./adam-step.ts";
import type { HeadInput, HeadRows } from "./head.ts";
import { createMlpMemory, type MlpMemory, type MlpPolicyParameters, type MlpShape } from "./mlp-memory.ts";

/** Gradients at the outputs of a policy's model. */
type Pulls = { readonly [name: string]: ArrayLike<number> | undefined };

/**
 * A learner of an MLP policy on hand-written kernels: what `createLearner` of its model is, several times as fast.
 *
 * The tensor engine pays some microseconds for every kernel, which is most of a step of a small network. `forward` gives
 * columns that the next call writes over; `step` on the inputs of the last `forward` does not run the networks again.
 *
 * @throws RewardError GUERDON_OPTION when the optimiser is not AdamW
 */
export function createMlpLearner(
  shape: MlpShape,
  headRows: HeadRows,
  fresh: HostTree,
  optimiser: Optimiser,
  maxGradientNorm?: number,
): Learner {
  const adam = adamOf(optimiser);
  let memory = createMlpMemory(shape, 4, true);
  memory.write(memory.parameters, fresh as unknown as MlpPolicyParameters);
  let work = workOf(memory);
  let steps = 0;
  let shown: HostInputs | undefined;
  const show = (inputs: HostInputs): void => {
    const rows = (inputs.observations as HostInput).shape[0] as number;
    if (rows !== memory.rows) {
      memory = moved(memory, createMlpMemory(shape, rows, true));
      work = workOf(memory);
    }
    run(memory, work, headRows, inputs);
    shown = inputs;
  };
  const isShown = (inputs: HostInputs): boolean =>
    shown === inputs && isInput(memory.policy, memory.inputs, inputs.observations as HostInput);
  return {
    forward: (inputs) => {
      show(inputs);
      return work.outputs;
    },
    step: (inputs, gradients, { learningRate = optimiser.learningRate } = {}) => {
      if (!isShown(inputs)) show(inputs);
      shown = undefined;
      const pulled = pulledBy(work.outputs, gradients);
      pullBack(memory, work, headRows, inputs, gradients);
      steps++;
      const gradientNorm = adamStep(memory.kernel, memory, { adam, steps, learningRate, maxGradientNorm });
      return { gradientNorm, pulled };
    },
    parameters: () => memory.read(memory.parameters) as unknown as HostTree,
    save: () => {
      const [parameters, mean, square] = [memory.parameters, memory.mean, memory.square].map(memory.read);
      return { parameters, optimiser: { mean, square, steps: hostArray([], [steps]) } } as unknown as HostTree;
    },
    restore: (saved) => {
      const { parameters, optimiser: moments } = saved as unknown as Saved;
      memory.write(memory.parameters, parameters);
      memory.write(memory.mean, moments.mean);
      memory.write(memory.square, moments.square);
      steps = moments.steps.data[0] as number;
      shown = undefined;
    },
    close: () => {
      shown = undefined;
    },
  };
}

interface Saved {
  readonly parameters: MlpPolicyParameters;
  readonly optimiser: {
    readonly mean: MlpPolicyParameters;
    readonly square: MlpPolicyParameters;
    readonly steps: HostInput;
  };
}

/** Columns beside the kernel's memory. */
interface Work {
  readonly outputs: HostColumns;
  readonly own: Float32Array;
}

function workOf({ rows, critic, own }: MlpMemory): Work {
  const column = (): Float32Array => new Float32Array(rows);
  const outputs = { logProbs: column(), entropy: column(), ...(critic === undefined ? {} : { values: column() }) };
  return { outputs, own };
}

/** The same parameters and moments in other memory. */
function moved(from: MlpMemory, to: MlpMemory): MlpMemory {
  to.parameters.set(from.parameters);
  to.mean.set(from.mean);
  to.square.set(from.square);
  return to;
}

function run(memory: MlpMemory, work: Work, headRows: HeadRows, inputs: HostInputs): void {
  const { rows, policy, critic } = memory;
  const observations = inputs.observations as HostInput;
  fill(policy, memory.inputs, observations);
  policy.forward();
  const { logProbs, entropy, values } = work.outputs;
  headRows.evaluate(headInput(policy, work, inputs, rows), logProbs as Float32Array, entropy as Float32Array);
  if (critic === undefined || values === undefined) return;
  fill(critic, memory.inputs, observations);
  critic.forward();
  for (let r = 0; r < rows; r++) values[r] = critic.output[r * critic.outputStride] as number;
}

function pullBack(
  { rows, policy, critic, ownGradients, gradients }: MlpMemory,
  work: Work,
  headRows: HeadRows,
  inputs: HostInputs,
  { logProbs, entropy, values }: Pulls,
): void {
  gradients.fill(0);
  if (logProbs !== undefined || entropy !== undefined) {
    const pulls = { logProbs: logProbs ?? new Float32Array(rows), entropy };
    headRows.pull(headInput(policy, work, inputs, rows), pulls, policy.outputGradient, ownGradients);
    policy.backward();
  }
  if (critic === undefined || values === undefined) return;
  for (let r = 0; r < rows; r++) critic.outputGradient[r * critic.outputStride] = values[r] as number;
  critic.backward();
}

/** Σ gradient · output. */
function pulledBy(outputs: HostColumns, gradients: Pulls): number {
  let sum = 0;
  for (const name in gradients) {
    const [gradient, output] = [gradients[name], outputs[name]];
    if (gradient === undefined || output === undefined) continue;
    for (let r = 0; r < output.length; r++) sum += (gradient[r] as number) * (output[r] as number);
  }
  return sum;
}

function headInput(policy: MlpNetwork, { own }: Work, inputs: HostInputs, count: number): HeadInput {
  return {
    raw: policy.output,
    stride: policy.outputStride,
    count,
    actions: (inputs.actions as HostInput).data,
    legal: inputs.legal?.data as Float32Array | undefined,
    own,
    observations: (inputs.observations as HostInput).data,
  };
}

/** @param count - numbers of a row that the network reads */
function fill({ input, inputStride }: MlpNetwork, count: number, { data, shape }: HostInput): void {
  const [rows, width] = shape as readonly [number, number];
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < count; k++) input[r * inputStride + k] = data[r * width + k] as number;
  }
}

/** Whether a network's input still is these observations: their owner may have written over them. */
function isInput({ input, inputStride }: MlpNetwork, count: number, { data, shape }: HostInput): boolean {
  const [rows, width] = shape as readonly [number, number];
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < count; k++) if (input[r * inputStride + k] !== data[r * width + k]) return false;
  }
  return true;
}
