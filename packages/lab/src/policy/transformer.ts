import { nn, numpy as np } from "@jax-js/jax";
import { embed, type Model, pick, rmsNorm, silu, type Tensor, type Tree } from "../tensor/index.ts";
import { rotaryTables, type TransformerConfig, type TransformerSizes, transformerSizes } from "./transformer-config.ts";
import { type TransformerLayer, type TransformerParameters, transformerParameters } from "./transformer-parameters.ts";

/** What the model reads: prompts and completions of one fixed shape. */
export interface TransformerShape {
  /** L: tokens of a prompt, padding on the left included. */
  readonly promptTokens: number;
  /** M: tokens of a completion, padding on the right included. */
  readonly maxTokens: number;
  /** The token that pads. */
  readonly pad: number;
  /** What logits are divided by; that of the sampler. Default 1. */
  readonly temperature?: number;
}

/** A subtraction of this makes a weight of attention 0. */
const NEVER = 1e9;

/**
 * A pre-norm decoder language model: log-probability and entropy of each token of completions.
 *
 *   x += Wo·attention(n),   n = rmsNorm(x)
 *   x += W2·act(W1·n),      n = rmsNorm(x)
 *   logProbs_m = log softmax(Wh·rmsNorm(x_{L+m−1}) / T)[token_{L+m}]
 *
 * Padding on the left is never attended to; what follows the end has outputs too, which a mask must leave out.
 * `createDecoder` computes the same on plain arrays, token by token.
 *
 * @shape tokens int32 [R, L + M] → logProbs [R·M], entropy [R·M]
 * @unit nats
 */
export function transformer(
  config: TransformerConfig,
  shape: TransformerShape,
): Model<"tokens", "logProbs" | "entropy"> {
  const sizes = transformerSizes(config);
  return {
    id: "transformer@1",
    parameters: (seed) => transformerParameters(config, seed),
    outputs: (parameters, { tokens }) => outputsOf(sizes, shape, parameters, tokens),
  };
}

function outputsOf(
  sizes: TransformerSizes,
  { promptTokens, maxTokens, pad, temperature = 1 }: TransformerShape,
  parameters: Tree,
  tokens: Tensor,
): { logProbs: Tensor; entropy: Tensor } {
  const rows = tokens.shape[0] as number;
  const last = promptTokens + maxTokens - 1;
  const read = tokens.ref.slice([], [0, last]);
  const targets = tokens.slice([], [promptTokens, promptTokens + maxTokens]).reshape([-1]);
  const p = parameters as TransformerParameters<Tensor>;
  const padding = np.where(read.ref.slice([], [0, promptTokens]).equal(pad), -NEVER, 0);
  const states = hiddenStates(sizes, p, read, padding)
    .reshape([rows, last, sizes.width])
    .slice([], [promptTokens - 1, last])
    .reshape([rows * maxTokens, sizes.width]);
  const logits = p.head === undefined ? np.dot(states, p.embedding.transpose()) : np.dot(states, p.head);
  if (p.head !== undefined) p.embedding.dispose();
  const logPs = nn.logSoftmax(temperature === 1 ? logits : logits.mul(1 / temperature));
  const entropy = np.exp(logPs.ref).mul(logPs.ref).sum(-1).mul(-1);
  return { logProbs: pick(logPs, targets), entropy };
}

/** Normed states of every position. @shape tokens [R, N], padding [R, L] → [R·N, D] */
function hiddenStates(
  sizes: TransformerSizes,
  p: TransformerParameters<Tensor>,
  tokens: Tensor,
  padding: Tensor,
): Tensor {
  const [rows, length] = tokens.shape as [number, number];
  const bias = biasOf(padding, length);
  let x = embed(p.embedding.ref, tokens.reshape([-1]));
  if (p.positions !== undefined) {
    const places = p.positions.slice([0, length]);
    x = x.reshape([rows, length, sizes.width]).add(places).reshape([-1, sizes.width]);
  }
  const turn = sizes.positions === "rotary" ? rotation(sizes, length) : undefined;
  for (const layer of p.layers) {
    x = x.ref.add(attention(sizes, layer, rmsNorm(x, layer.attentionNorm), bias.ref, turn, rows));
    x = x.ref.add(feedForward(sizes, layer, rmsNorm(x, layer.feedForwardNorm)));
  }
  bias.dispose();
  turn?.cosines.dispose();
  turn?.sines.dispose();
  turn?.swap.dispose();
  return rmsNorm(x, p.finalNorm);
}

/**
 * 0 where a position may look, −1e9 where not: later ones, and padding before the first token of a prompt.
 *
 * @shape padding [R, L] → [R, 1, N, N]
 */
function biasOf(padding: Tensor, length: number): Tensor {
  const [rows, prompt] = padding.shape as [number, number];
  const padded = np.concatenate([padding, np.zeros([rows, length - prompt])], 1).reshape([rows, 1, 1, length]);
  const causal = np
    .tril(np.ones([length, length]))
    .sub(1)
    .mul(NEVER);
  return causal.reshape([1, 1, length, length]).add(padded);
}

interface Rotation {
  /** [N, head] */
  readonly cosines: Tensor;
  /** [N, head] */
  readonly sines: Tensor;
  /** [head, head]: (a, b) ↦ (−b, a) for each pair. */
  readonly swap: Tensor;
}

function rotation({ head }: TransformerSizes, length: number): Rotation {
  const tables = rotaryTables({ context: length, head });
  const spread = (table: Float32Array): Tensor =>
    np.array(Float32Array.from({ length: length * head }, (_, n) => table[n >> 1] as number)).reshape([length, head]);
  const swap = new Float32Array(head * head);
  for (let i = 0; i < head; i += 2) {
    swap[(i + 1) * head + i] = -1;
    swap[i * head + i + 1] = 1;
  }
  return { cosines: spread(tables.cosines), sines: spread(tables.sines), swap: np.array(swap).reshape([head, head]) };
}

function rotate(x: Tensor, { cosines, sines, swap }: Rotation): Tensor {
  return x.ref.mul(cosines.ref).add(np.matmul(x, swap.ref).mul(sines.ref));
}

function attention(
  { width, heads, keyHeads, head }: TransformerSizes,
  layer: TransformerLayer<Tensor>,
  normed: Tensor,
  bias: Tensor,
  turn: Rotation | undefined,
  rows: number,
): Tensor {
  const length = (normed.shape[0] as number) / rows;
  const all = np
    .dot(normed, layer.qkv)
    .reshape([rows, length, heads + 2 * keyHeads, head])
    .transpose([0, 2, 1, 3]);
  const part = (x: Tensor, from: number, to: number): Tensor => x.slice([], [from, to]);
  const turned = turn === undefined ? undefined : rotate(part(all.ref, 0, heads + keyHeads), turn);
  const source = turned ?? all.ref;
  const q = part(source.ref, 0, heads);
  const k = shared(part(source, heads, heads + keyHeads), heads);
  const v = shared(part(all, heads + keyHeads, heads + 2 * keyHeads), heads);
  const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(head));
  const mixed = np.matmul(nn.softmax(scores.add(bias), -1), v);
  return np.dot(mixed.transpose([0, 2, 1, 3]).reshape([rows * length, width]), layer.output);
}

/** Repeats each head of keys or values for the queries that share it. */
function shared(x: Tensor, heads: number): Tensor {
  const [rows, own, length, head] = x.shape as [number, number, number, number];
  if (own === heads) return x;
  const repeats = new Array<Tensor>(heads / own).fill(x).map((one, i) => (i === 0 ? one : one.ref));
  return np.stack(repeats, 2).reshape([rows, heads, length, head]);
}

function feedForward({ hidden, activation }: TransformerSizes, layer: TransformerLayer<Tensor>, x: Tensor): Tensor {
  const raised = np.dot(x, layer.up);
  if (activation === "relu") return np.dot(nn.relu(raised), layer.down);
  const gate = silu(raised.ref.slice([], [0, hidden]));
  return np.dot(gate.mul(raised.slice([], [hidden, 2 * hidden])), layer.down);
}
