import type { Activation, DenseParameters } from "../tensor/index.ts";

/** A multi-layer perceptron on the host for one row after the other. */
export interface PlainMlp {
  load(layers: readonly DenseParameters[]): void;
  /** Reads the inputs of a row from `at` on; the result is valid until the next call. */
  run(inputs: ArrayLike<number>, at: number): Float64Array;
}

const ACTIVATIONS: { readonly [name in Activation]: (values: Float64Array) => void } = {
  tanh: (values) => {
    for (let j = 0; j < values.length; j++) values[j] = Math.tanh(values[j] as number);
  },
  relu: (values) => {
    for (let j = 0; j < values.length; j++) values[j] = Math.max(values[j] as number, 0);
  },
  silu: (values) => {
    for (let j = 0; j < values.length; j++) values[j] = (values[j] as number) / (1 + Math.exp(-(values[j] as number)));
  },
};

/**
 * The plain twin of `mlp` of the tensor engine.
 *
 * @param widths - inputs, hidden layers, outputs
 */
export function plainMlp(widths: readonly number[], activation: Activation): PlainMlp {
  const outs = widths.slice(1).map((width) => new Float64Array(width));
  const last = outs.length - 1;
  let layers: readonly DenseParameters[] = [];
  return {
    load: (loaded) => {
      layers = loaded;
    },
    run: (inputs, at) => {
      let from = inputs;
      let start = at;
      for (let k = 0; k <= last; k++) {
        const out = outs[k] as Float64Array;
        denseRow(layers[k] as DenseParameters, from, start, out);
        if (k < last) ACTIVATIONS[activation](out);
        from = out;
        start = 0;
      }
      return outs[last] as Float64Array;
    },
  };
}

/** out = x·W + b for one row. */
export function denseRow({ weight, bias }: DenseParameters, x: ArrayLike<number>, at: number, out: Float64Array): void {
  const width = out.length;
  const inputs = weight.shape[0] as number;
  for (let j = 0; j < width; j++) out[j] = bias.data[j] as number;
  for (let i = 0; i < inputs; i++) {
    const value = x[at + i] as number;
    if (value === 0) continue;
    const row = i * width;
    for (let j = 0; j < width; j++) out[j] = (out[j] as number) + value * (weight.data[row + j] as number);
  }
}
