import { jit, numpy as np, valueAndGrad } from "@jax-js/jax";
import { clipByGlobalNorm, globalNorm } from "./clip-by-global-norm.ts";
import { scalar, toHost, toTensor, toTensors } from "./host-tree.ts";
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
 */
export async function createLearner<I extends string, O extends string>(
  model: Model<I, O>,
  optimiser: Optimiser,
  settings: LearnerSettings,
): Promise<Learner<I, O>> {
  await startEngine();
  const fresh = settings.parameters ?? model.parameters(settings.seed);
  let parameters = toTensors(fresh);
  let state = toTensors(optimiser.start(fresh));
  const forward = compile((p: Tree, inputs: Columns<I>) => model.outputs(p, inputs));
  const step = compile(stepOf(model, optimiser, settings.maxGradientNorm));

  return {
    forward: (inputs) => readColumns(forward(refTree(parameters), tensorsOf(inputs))),
    step: (inputs, gradients, { learningRate = optimiser.learningRate } = {}) => {
      const pulls = pullsOf(gradients);
      const result = step(parameters, state, tensorsOf(inputs), pulls, scalar(learningRate));
      parameters = result.parameters;
      state = result.state;
      return { gradientNorm: result.norm.dataSync()[0] as number };
    },
    parameters: () => toHost(parameters),
    save: () => ({ parameters: toHost(parameters), optimiser: toHost(state) }),
    restore: (saved) => {
      const { parameters: p, optimiser: s } = saved as { parameters: HostTree; optimiser: HostTree };
      disposeTree(parameters);
      disposeTree(state);
      parameters = toTensors(p);
      state = toTensors(s);
    },
    close: () => {
      disposeTree(parameters);
      disposeTree(state);
      forward.dispose();
      step.dispose();
    },
  };
}

type Stepped = { readonly parameters: Tree; readonly state: Tree; readonly norm: Tensor };

function stepOf<I extends string, O extends string>(
  model: Model<I, O>,
  optimiser: Optimiser,
  limit: number | undefined,
): (p: Tree, state: Tree, inputs: Columns<I>, pulls: Columns, rate: Tensor) => Stepped {
  return (parameters, state, inputs, pulls, rate) => {
    const pulled = (p: Tree): Tensor => pullBack(model.outputs(p, inputs), pulls);
    const [sum, raw] = gradientOf(pulled, refTree(parameters));
    sum.dispose();
    const [gradient, norm] = limit === undefined ? [raw, globalNorm(refTree(raw))] : clipByGlobalNorm(raw, limit);
    return { ...optimiser.update(parameters, gradient, state, rate), norm };
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
