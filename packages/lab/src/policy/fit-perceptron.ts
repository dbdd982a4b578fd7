import { streamKey, uniformAt } from "@guerdon/core/random";
import {
  adamw,
  createLearner,
  type DenseParameters,
  type Model,
  mlp,
  mlpParameters,
  type Tensor,
  type Tree,
} from "../tensor/index.ts";
import { plainMlp } from "./plain-mlp.ts";

/** Rows of numbers and what they should give. */
export interface Regression {
  /** [N, D] */
  readonly inputs: readonly (readonly number[])[];
  /** [N, E] */
  readonly targets: readonly (readonly number[])[];
}

export interface FitPerceptronOptions {
  /** Widths of the hidden layers. Default two of 64. */
  readonly hidden?: readonly number[];
  /** Steps of the optimiser. Default 2000. */
  readonly updates?: number;
  /** Rows of each. Default 128. */
  readonly batch?: number;
  /** Of AdamW without decay, falling to 0 along a straight line. Default 0.003. */
  readonly learningRate?: number;
}

/**
 * Fits a perceptron to rows by least squares, and gives what it says of a row.
 *
 *   loss = mean over rows and outputs of ½ (y − target)²,   inputs and targets brought to mean 0 and deviation 1
 *
 * Rows are drawn with replacement; the same for the same seed. A column that never changes is left at 0.
 */
export async function fitPerceptron(
  { inputs, targets }: Regression,
  { hidden = [64, 64], updates = 2000, batch = 128, learningRate = 0.003 }: FitPerceptronOptions,
  seed: number,
): Promise<(row: readonly number[]) => readonly number[]> {
  const [from, to] = [standardise(inputs), standardise(targets)];
  const widths = [from.width, ...hidden, to.width];
  const learner = await createLearner(modelOf(widths), adamw({ weightDecay: 0 }), { seed });
  const [x, y] = [inputs.map(from.forth), targets.map(to.forth)];
  const key = streamKey(seed, "fit perceptron");
  for (let update = 0; update < updates; update++) {
    const rows = Array.from({ length: batch }, (_, i) => Math.floor(uniformAt(key, update * batch + i) * x.length));
    const columns = {
      rows: { data: Float32Array.from(rows.flatMap((row) => x[row] as number[])), shape: [batch, from.width] },
    };
    const { out } = learner.forward(columns);
    const wanted = rows.flatMap((row) => y[row] as number[]);
    const slopes = Float64Array.from(wanted, (value, i) => ((out[i] as number) - value) / wanted.length);
    learner.step(columns, { out: slopes }, { learningRate: learningRate * (1 - update / updates) });
  }
  const network = plainMlp(widths, "tanh");
  network.load(learner.parameters() as unknown as readonly DenseParameters[]);
  learner.close();
  return (row) => to.back([...network.run(Float32Array.from(from.forth(row)), 0)]);
}

function modelOf(widths: readonly number[]): Model<"rows", "out"> {
  return {
    id: "perceptron@1",
    parameters: (seed) => mlpParameters(seed, "perceptron", widths, 1),
    outputs: (parameters, { rows }) => ({ out: mlp(parameters as Tree, rows as Tensor, "tanh").reshape([-1]) }),
  };
}

/** To mean 0 and deviation 1 by column, and back. */
function standardise(rows: readonly (readonly number[])[]) {
  const width = (rows[0] as readonly number[]).length;
  const columns = Array.from({ length: width }, (_, k) => {
    const mean = rows.reduce((sum, row) => sum + (row[k] as number), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[k] as number) - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  return {
    width,
    forth: (row: readonly number[]): number[] =>
      columns.map(({ mean, deviation }, k) => ((row[k] as number) - mean) / deviation),
    back: (row: readonly number[]): number[] =>
      columns.map(({ mean, deviation }, k) => mean + deviation * (row[k] as number)),
  };
}
