import { defaultDevice, grad, jit } from "@jax-js/jax";
import { flatTree } from "./flat-tree.ts";
import { toTensor, toTensors } from "./host-array.ts";
import type { Columns, HostInput, HostInputs, HostTree, Model, Tensor, Tree } from "./model.ts";
import { startEngine } from "./start-engine.ts";

/** A function of trees of tensors to a tensor; consumes its arguments. */
export type Traced = (...trees: Tree[]) => Tensor;

/**
 * The largest difference between a compiled function on WebAssembly and in the interpreter, relative to its largest
 * value: the engine has had passes that were compiled wrongly and said nothing.
 *
 * Use widths that are multiples of 4 and about 12 rows.
 */
export async function parityGap(run: Traced, ...trees: readonly HostTree[]): Promise<number> {
  await startEngine("cpu");
  await startEngine("wasm");
  const on = (device: "cpu" | "wasm"): ArrayLike<number> => {
    defaultDevice(device);
    try {
      const compiled = jit(run as never) as unknown as Traced & { dispose(): void };
      const out = compiled(...trees.map(toTensors)).dataSync();
      compiled.dispose();
      return out;
    } finally {
      defaultDevice("wasm");
    }
  };
  return relativeGap(on("wasm"), on("cpu"));
}

/** The largest difference of two columns, relative to the largest value of the second. */
export function relativeGap(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let [gap, size] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs((got[i] as number) - (wanted[i] as number));
    gap = Math.max(gap, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    size = Math.max(size, Math.abs(wanted[i] as number));
  }
  return gap === 0 ? 0 : gap / size;
}

/** The weighted sum of all outputs of a model: its gradient checks all of them at once. */
export function weighedOutputs<I extends string>(model: Model<I>, inputs: HostInputs<I>): (p: Tree) => Tensor {
  return (p) => {
    const tensors = Object.entries(inputs).map(([name, input]) => [name, toTensor(input as HostInput)] as const);
    const outputs = model.outputs(p, Object.fromEntries(tensors) as Columns<I>);
    const parts = Object.values<Tensor>(outputs).map((output, k) => {
      const flat = output.reshape([-1]);
      const weights = Float32Array.from({ length: flat.shape[0] as number }, (_, i) => Math.cos(1 + i + 7 * k));
      return flat.mul(toTensor({ data: weights, shape: [weights.length] })).sum();
    });
    return parts.reduce((sum, part) => sum.add(part));
  };
}

/** The gradient of a function of one tree, as one vector. */
export function slopesOf(run: (p: Tree) => Tensor): Traced {
  const slopes = grad(run as never) as unknown as (p: Tree) => Tree;
  return (p) => flatTree(slopes(p as Tree));
}
