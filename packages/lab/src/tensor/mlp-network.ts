import type { DenseParameters } from "./dense.ts";
import { hostArray } from "./host-array.ts";
import type { NetworkKernel } from "./network-kernel.ts";

/** Activations the kernel has. */
export type KernelActivation = "tanh" | "relu";

/** A multi-layer perceptron in the memory of a kernel, for a fixed number of rows. */
export interface MlpNetwork {
  /** [rows, inputs], each row filled up to a multiple of 4. */
  readonly input: Float32Array;
  readonly inputStride: number;
  /** [rows, outputs], each row filled up to a multiple of 8. */
  readonly output: Float32Array;
  readonly outputStride: number;
  /** d loss / d output, for `backward`; what is beside the outputs must stay 0. */
  readonly outputGradient: Float32Array;
  load(layers: readonly DenseParameters[]): void;
  /** The weights, or what lies in their places in another block: gradients or moments. */
  read(block?: Float32Array): DenseParameters[];
  /** Writes such a block. */
  write(block: Float32Array, layers: readonly DenseParameters[]): void;
  forward(): void;
  /** Writes the gradient of all weights for `outputGradient`, after `forward`. */
  backward(): void;
  /** d loss / d input [rows, inputs], each row filled up to a multiple of 8; empty for a network that only acts. */
  readonly inputGradient: Float32Array;
  readonly inputGradientStride: number;
  /** Writes `inputGradient` for `outputGradient`, after `forward`; leaves the gradient of the weights alone. */
  backwardToInput(): void;
}

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Widths in memory, and where weights and biases begin. */
  readonly rows: number;
  readonly columns: number;
  readonly weightAt: number;
  readonly biasAt: number;
}

/** Numbers the weights of a network take in memory. */
export function mlpParameterCount(widths: readonly number[]): number {
  const last = layersOf(widths).at(-1) as Layer;
  return last.biasAt + last.columns;
}

/** Numbers a network takes in memory beside its weights. */
export function mlpWorkspace(widths: readonly number[], rows: number, trains: boolean): number {
  const count = roundUp(rows, 4);
  return layersOf(widths).reduce((sum, layer, k) => {
    const first = trains && k === 0 ? 8 * layer.columns + count * roundUp(layer.rows, 8) + 16 : 0;
    const forward = count * (layer.rows + layer.columns) + layer.columns + 16;
    return (
      sum + first + forward + (trains ? count * layer.columns + layer.rows * layer.columns + layer.columns + 16 : 0)
    );
  }, 16);
}

/**
 * A network on a kernel; its weights and gradients are blocks of `mlpParameterCount` numbers of the kernel's memory.
 *
 * What fills rows and columns up is 0 and stays 0: weights there have no gradient.
 *
 * @param widths - inputs, hidden layers, outputs
 * @param gradients - absent for a network that only acts
 */
export function createMlpNetwork(
  kernel: NetworkKernel,
  widths: readonly number[],
  activation: KernelActivation,
  rows: number,
  parameters: Float32Array,
  gradients?: Float32Array,
): MlpNetwork {
  const layers = layersOf(widths);
  const count = roundUp(rows, 4);
  const last = layers.length - 1;
  const states = [count * (layers[0] as Layer).rows, ...layers.map(({ columns }) => count * columns)].map(
    kernel.allocate,
  );
  const slopes = gradients === undefined ? [] : layers.map(({ columns }) => kernel.allocate(count * columns));
  const turned =
    gradients === undefined ? [] : layers.map((layer) => kernel.allocate(roundUp(layer.rows, 8) * layer.columns));
  const inputGradientStride = roundUp((layers[0] as Layer).rows, 8);
  const inputGradient = kernel.allocate(gradients === undefined ? 0 : count * inputGradientStride);
  const zeros = kernel.allocate(Math.max(...layers.map((layer) => Math.max(roundUp(layer.rows, 8), layer.columns))));
  const part = (block: Float32Array, at: number, length: number): Float32Array => block.subarray(at, at + length);
  const weights = layers.map((layer) => part(parameters, layer.weightAt, layer.rows * layer.columns));
  const biases = layers.map((layer) => part(parameters, layer.biasAt, layer.columns));
  const weightSlopes = layers.map((layer) => part(gradients ?? parameters, layer.weightAt, layer.rows * layer.columns));
  const biasSlopes = layers.map((layer) => part(gradients ?? parameters, layer.biasAt, layer.columns));

  const forward = (): void => {
    for (let k = 0; k <= last; k++) {
      const { rows: inner, columns } = layers[k] as Layer;
      const x = { data: states[k] as Float32Array, row: inner, column: 1 };
      const y = states[k + 1] as Float32Array;
      kernel.product(x, weights[k] as Float32Array, biases[k] as Float32Array, y, count, inner, columns);
      if (k < last) kernel.activate(activation, y, count * columns);
    }
  };
  const backward = (): void => {
    for (let k = last; k >= 0; k--) {
      const { rows: inner, columns } = layers[k] as Layer;
      const slope = slopes[k] as Float32Array;
      const x = { data: states[k] as Float32Array, row: 1, column: inner };
      kernel.product(x, slope, zeros, weightSlopes[k] as Float32Array, inner, count, columns);
      kernel.columnSums(slope, biasSlopes[k] as Float32Array, count, columns);
      if (k > 0) pullThrough(k, slopes[k - 1] as Float32Array);
    }
  };
  /** The gradient at what a layer puts out becomes that at what it takes in. */
  const pullThrough = (k: number, before: Float32Array): void => {
    const { rows: inner, columns } = layers[k] as Layer;
    const stride = k === 0 ? inputGradientStride : inner;
    const [slope, weight] = [slopes[k] as Float32Array, turned[k] as Float32Array];
    transpose(weights[k] as Float32Array, weight, inner, columns, stride);
    kernel.product({ data: slope, row: columns, column: 1 }, weight, zeros, before, count, columns, stride);
    if (k > 0) kernel.slope(activation, before, states[k] as Float32Array, count * inner);
  };
  const backwardToInput = (): void => {
    for (let k = last; k >= 0; k--) pullThrough(k, k === 0 ? inputGradient : (slopes[k - 1] as Float32Array));
  };
  return {
    input: states[0] as Float32Array,
    inputStride: (layers[0] as Layer).rows,
    output: states[last + 1] as Float32Array,
    outputStride: (layers[last] as Layer).columns,
    outputGradient: (slopes[last] ?? zeros) as Float32Array,
    load: (loaded) => writeLayers(parameters, layers, loaded),
    read: (block = parameters) => layers.map((layer) => readLayer(block, layer)),
    write: (block, written) => writeLayers(block, layers, written),
    forward,
    backward,
    inputGradient,
    inputGradientStride,
    backwardToInput,
  };
}

function layersOf(widths: readonly number[]): Layer[] {
  let at = 0;
  return widths.slice(1).map((outputs, k) => {
    const inputs = widths[k] as number;
    const rows = roundUp(inputs, k === 0 ? 4 : 8);
    const columns = roundUp(outputs, 8);
    const weightAt = at;
    at += rows * columns + columns;
    return { inputs, outputs, rows, columns, weightAt, biasAt: weightAt + rows * columns };
  });
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

function transpose(from: Float32Array, to: Float32Array, rows: number, columns: number, stride: number): void {
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) to[c * stride + r] = from[r * columns + c] as number;
}

function writeLayers(block: Float32Array, layers: readonly Layer[], written: readonly DenseParameters[]): void {
  for (const [k, { inputs, outputs, columns, weightAt, biasAt }] of layers.entries()) {
    const { weight, bias } = written[k] as DenseParameters;
    for (let i = 0; i < inputs; i++)
      block.set(weight.data.subarray(i * outputs, (i + 1) * outputs), weightAt + i * columns);
    block.set(bias.data, biasAt);
  }
}

function readLayer(block: Float32Array, { inputs, outputs, columns, weightAt, biasAt }: Layer): DenseParameters {
  const weight = hostArray([inputs, outputs]);
  for (let i = 0; i < inputs; i++) {
    weight.data.set(block.subarray(weightAt + i * columns, weightAt + i * columns + outputs), i * outputs);
  }
  return { weight, bias: hostArray([outputs], block.slice(biasAt, biasAt + outputs)) };
}
