import { jit, numpy as np, valueAndGrad } from "@jax-js/jax";
import { clipByGlobalNorm, globalNorm } from "./clip-by-global-norm.ts";
import { flatHost, flatTree, unflatHost, unflatTree } from "./flat-tree.ts";
import { scalar, toHost, toTensor, toTensors } from "./host-array.ts";
import type { Columns, HostColumns, HostInput, HostInputs, HostTree, Learner, Model, Tensor, Tree } from "./model.ts";
import type { Optimiser } from "./optimiser.ts";
import { startEngine } from "./start-engine.ts";
import { disposeTree, refTree } from "./tree.ts";

export interface LearnerSettings {
  /** Seed of fresh parameters. */
  readonly seed: number;
  /** Parameters to start from, instead of fresh ones. */
  readonly parameters?: HostTree;
  /** Length the gradient is clipped to, over all parameters; absent: not clipped. */
  readonly maxGradientNorm?: number;
}

/**
 * A learner of a model on the tensor engine: one compiled forward pass, one compiled step.
 *
 * The step pulls the given gradients back (d/dθ Σ stop(g)·output), clips, and runs the optimiser, all in one compiled
 * function for each shape of inputs and each set of outputs with a gradient. Keep shapes fixed: each new one compiles.
 * Between steps the parameters are one vector: the engine's price is by the kernel, and the optimiser's kernels are
 * then few.
 */
export async function createLearner<I extends string, O extends string>(
  model: Model<I, O>,
  optimiser: Optimiser,
  settings: LearnerSettings,
): Promise<Learner<I, O>> {
  await startEngine();
  const fresh = settings.parameters ?? model.parameters(settings.seed);
  let flat = toTensor(flatHost(fresh));
  let state = toTensors(optimiser.start(flatHost(fresh)));
  const forward = compile((p: Tensor, inputs: Columns<I>) => model.outputs(unflatTree(p, fresh), inputs));
  const step = compile(stepOf(model, optimiser, fresh, settings.maxGradientNorm));
  const hold = (parameters: Tensor, optimiserState: Tree): void => {
    flat = parameters;
    state = optimiserState;
  };
  const release = (): void => {
    flat.dispose();
    disposeTree(state);
  };

  return {
    forward: (inputs) => readColumns(forward(flat.ref, tensorsOf(inputs))),
    step: (inputs, gradients, { learningRate = optimiser.learningRate } = {}) => {
      const result = step(flat, state, tensorsOf(inputs), pullsOf(gradients), scalar(learningRate));
      hold(result.parameters, result.state);
      const [pulled, gradientNorm] = result.numbers.dataSync() as unknown as readonly [number, number];
      return { gradientNorm, pulled };
    },
    parameters: () => unflatHost(toHost(flat) as HostInput, fresh),
    save: () => ({ parameters: unflatHost(toHost(flat) as HostInput, fresh), optimiser: toHost(state) }),
    restore: (saved) => {
      const { parameters, optimiser: optimiserState } = saved as { parameters: HostTree; optimiser: HostTree };
      release();
      hold(toTensor(flatHost(parameters)), toTensors(optimiserState));
    },
    close: () => {
      release();
      forward.dispose();
      step.dispose();
    },
  };
}

type Stepped = { readonly parameters: Tensor; readonly state: Tree; readonly numbers: Tensor };

function stepOf<I extends string, O extends string>(
  model: Model<I, O>,
  optimiser: Optimiser,
  form: HostTree,
  limit: number | undefined,
): (flat: Tensor, state: Tree, inputs: Columns<I>, pulls: Columns, rate: Tensor) => Stepped {
  return (flat, state, inputs, pulls, rate) => {
    const pulled = (p: Tree): Tensor => pullBack(model.outputs(p, inputs), pulls);
    const [sum, tree] = gradientOf(pulled, unflatTree(flat.ref, form));
    const raw = flatTree(tree);
    const [gradient, norm] = limit === undefined ? [raw, globalNorm(refTree(raw))] : clipByGlobalNorm(raw, limit);
    const moved = optimiser.update(flat, gradient, state, rate);
    return { parameters: moved.parameters as Tensor, state: moved.state, numbers: np.stack([sum, norm]) };
  };
}

/** The engine's types know trees of another form than ours. */
function compile<F extends (...trees: never[]) => unknown>(run: F): F & { dispose(): void } {
  return jit(run as never) as unknown as F & { dispose(): void };
}

function gradientOf(run: (p: Tree) => Tensor, at: Tree): readonly [Tensor, Tree] {
  const both = valueAndGrad(run as never) as unknown as (p: Tree) => readonly [Tensor, Tree];
  return both(at);
}

/** Σ g·output over the outputs that have a gradient. */
function pullBack(outputs: Columns, pulls: Columns): Tensor {
  let sum: Tensor | undefined;
  for (const [name, output] of Object.entries(outputs)) {
    const pull = pulls[name];
    if (pull === undefined) output.dispose();
    else {
      const part = output.reshape([-1]).mul(pull).sum();
      sum = sum === undefined ? part : sum.add(part);
    }
  }
  return sum ?? np.zeros([]);
}

function tensorsOf<I extends string>(inputs: HostInputs<I>): Columns<I> {
  const tensors: { [name: string]: Tensor } = {};
  for (const name in inputs) tensors[name] = toTensor(inputs[name] as HostInput);
  return tensors as Columns<I>;
}

/** Gradients as flat tensors, in the order they are given. */
function pullsOf(gradients: { readonly [name: string]: ArrayLike<number> | undefined }): Columns {
  const pulls: { [name: string]: Tensor } = {};
  for (const name in gradients) {
    const gradient = gradients[name];
    if (gradient !== undefined) pulls[name] = np.array(Float32Array.from(gradient));
  }
  return pulls;
}

function readColumns<O extends string>(columns: Columns<O>): HostColumns<O> {
  const out: { [name: string]: Float32Array } = {};
  for (const name in columns) out[name] = columns[name].dataSync() as Float32Array;
  return out as HostColumns<O>;
}
