import { numpy as np } from "@jax-js/jax";
import { type DenseParameters, dense, denseParameters, sigmoid, type Tensor, type Tree } from "../tensor/index.ts";
import { denseRow } from "./plain-mlp.ts";

/** Weights of a gated recurrent unit: update gate, reset gate and candidate side by side. */
export type GruParameters = { readonly input: DenseParameters; readonly hidden: DenseParameters };

export function gruParameters(seed: number, name: string, inputs: number, width: number): GruParameters {
  return {
    input: denseParameters(seed, `${name}.input`, inputs, 3 * width),
    hidden: denseParameters(seed, `${name}.hidden`, width, 3 * width),
  };
}

/**
 * One step of a gated recurrent unit.
 *
 *   z = σ(x·W_z + h·U_z),  r = σ(x·W_r + h·U_r),  n = tanh(x·W_n + r ∘ (h·U_n)),  h' = (1 − z) ∘ n + z ∘ h
 *
 * The biases are in the products; the form is PyTorch's (reset after the product).
 *
 * @shape x [B, I], h [B, H] → [B, H]
 * @paper Cho et al. 2014, "Learning phrase representations using RNN encoder–decoder", eq. 5–8
 */
export function gruCell(parameters: Tree, x: Tensor, h: Tensor): Tensor {
  const { input, hidden } = parameters as { input: Tree; hidden: Tree };
  const width = h.shape[1] as number;
  const [a, b] = [dense(input, x), dense(hidden, h.ref)];
  const part = (from: Tensor, k: number): Tensor => from.ref.slice([], [k * width, (k + 1) * width]);
  const z = sigmoid(part(a, 0).add(part(b, 0)));
  const r = sigmoid(part(a, 1).add(part(b, 1)));
  const n = np.tanh(part(a, 2).add(r.mul(part(b, 2))));
  a.dispose();
  b.dispose();
  return n.ref.add(z.mul(h.sub(n)));
}

/** The plain twin of `gruCell`: moves one row of `memory`, which begins at `at`. */
export function plainGru(
  inputs: number,
  width: number,
): {
  load(parameters: GruParameters): void;
  run(x: ArrayLike<number>, from: number, memory: Float32Array, at: number, into: Float64Array): void;
} {
  const [a, b] = [new Float64Array(3 * width), new Float64Array(3 * width)];
  let loaded: GruParameters | undefined;
  const gate = (j: number): number => 1 / (1 + Math.exp(-(a[j] as number) - (b[j] as number)));
  return {
    load: (parameters) => {
      if (parameters.input.weight.shape[0] !== inputs) throw new RangeError("The weights are of another width.");
      loaded = parameters;
    },
    run: (x, from, memory, at, into) => {
      const { input, hidden } = loaded as GruParameters;
      denseRow(input, x, from, a);
      denseRow(hidden, memory, at, b);
      for (let j = 0; j < width; j++) {
        const n = Math.tanh((a[2 * width + j] as number) + gate(width + j) * (b[2 * width + j] as number));
        into[j] = n + gate(j) * ((memory[at + j] as number) - n);
      }
    },
  };
}
