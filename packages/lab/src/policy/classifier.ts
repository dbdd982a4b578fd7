import { streamKey, uniformAt } from "@guerdon/core/random";
import { adamw, type HostTree, type Learner } from "../tensor/index.ts";
import { categoricalHead } from "./categorical-head.ts";
import type { MlpPolicyParameters } from "./mlp-memory.ts";
import { mlpPolicy } from "./mlp-policy.ts";
import { plainMlp } from "./plain-mlp.ts";

export interface ClassifierOptions {
  /** Numbers of a row. */
  readonly inputs: number;
  readonly classes: number;
  /** Width of the hidden layer. Default 32. */
  readonly hidden?: number;
  /** Steps of AdamW, rows of each, and how far they go. Defaults 200, 64, 0.01. */
  readonly steps?: number;
  readonly batch?: number;
  readonly learningRate?: number;
}

/** Rows with the class of each. */
export interface LabelledRows {
  /** [N] rows of numbers. */
  readonly rows: readonly ArrayLike<number>[];
  /** [N] 0 … classes − 1 */
  readonly labels: readonly number[];
}

/** Chances of the classes of a row; valid until the next call. */
export type Classify = (row: ArrayLike<number>) => Float64Array;

/**
 * A perceptron of one hidden layer fitted to labelled rows by cross-entropy: a cloned policy, or a verifier of 2 classes.
 *
 *   loss = −mean log p(label),   batches drawn evenly over the classes there are
 *
 * @shape rows [N, inputs], labels [N] → row → chances [classes]
 */
export function fitClassifier(data: LabelledRows, options: ClassifierOptions, seed: number): Classify {
  const { inputs, classes, hidden = 32, steps = 200, batch = 64, learningRate = 0.01 } = options;
  const policy = mlpPolicy({ inputs, head: categoricalHead(classes), hidden: [hidden], critic: false });
  // A perceptron under a categorical head has kernels for AdamW.
  const learner = policy.learner?.(adamw(), { seed }) as Learner;
  const byClass = Array.from({ length: classes }, (_, c) =>
    data.labels.flatMap((label, i) => (label === c ? [i] : [])),
  );
  const present = byClass.filter((own) => own.length > 0);
  const observations = { data: new Float32Array(batch * inputs), shape: [batch, inputs] };
  const actions = { data: new Int32Array(batch), shape: [batch] };
  const pull = { logProbs: new Float64Array(batch).fill(-1 / batch) };
  const key = streamKey(seed, "classifier");
  for (let step = 0; step < steps && present.length > 0; step++) {
    for (let b = 0; b < batch; b++) {
      const own = present[b % present.length] as readonly number[];
      const i = own[Math.floor(uniformAt(key, step * batch + b) * own.length)] as number;
      observations.data.set(data.rows[i] as ArrayLike<number>, b * inputs);
      actions.data[b] = data.labels[i] as number;
    }
    learner.step({ observations: { ...observations }, actions }, pull, { learningRate });
  }
  const network = plainMlp([inputs, hidden, classes], "tanh");
  const { policy: layers } = learner.parameters() as HostTree & MlpPolicyParameters;
  network.load(layers);
  learner.close();
  const out = new Float64Array(classes);
  return (row) => softmax(network.run(row, 0), out);
}

function softmax(logits: Float64Array, out: Float64Array): Float64Array {
  const top = logits.reduce((best, one) => Math.max(best, one), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let c = 0; c < out.length; c++) {
    out[c] = Math.exp((logits[c] as number) - top);
    sum += out[c] as number;
  }
  for (let c = 0; c < out.length; c++) out[c] = (out[c] as number) / sum;
  return out;
}
