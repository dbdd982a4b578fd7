import { nn, numpy as np } from "@jax-js/jax";
import { embed, type Model, pick, rmsNorm, silu, type Tensor, type Tree } from "../tensor/index.ts";
import { rotaryTables, type TransformerConfig, type TransformerSizes, transformerSizes } from "./transformer-config.ts";
import { type TransformerLayer, type TransformerParameters, transformerParameters } from "./transformer-parameters.ts";

/** What the model knows of a world besides sizes. */
export interface TransformerShape {
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
 * The G completions of a prompt are neighbours and share its keys and values: a prompt is read once, not G times, and
 * its last layer makes nothing but these. Padding on the left is never attended to; what follows the end has outputs
 * too, which a mask must leave out. `createDecoder` computes the same on plain arrays, token by token.
 *
 * @shape prompts int32 [P, L], completions int32 [P·G, M] → logProbs [P·G·M], entropy [P·G·M]
 * @unit nats
 */
export function transformer(
  config: TransformerConfig,
  shape: TransformerShape,
): Model<"prompts" | "completions", "logProbs" | "entropy"> {
  const sizes = transformerSizes(config);
  return {
    id: "transformer@1",
    parameters: (seed) => transformerParameters(config, seed),
    outputs: (parameters, { prompts, completions }) => outputsOf(sizes, shape, parameters, prompts, completions),
  };
}

function outputsOf(
  sizes: TransformerSizes,
  { pad, temperature = 1 }: TransformerShape,
  parameters: Tree,
  prompts: Tensor,
  completions: Tensor,
): { logProbs: Tensor; entropy: Tensor } {
  const p = parameters as TransformerParameters<Tensor>;
  const targets = completions.ref.reshape([-1]);
  const states = hiddenStates(sizes, p, prompts, completions, pad);
  const logits = p.head === undefined ? np.dot(states, p.embedding.transpose()) : np.dot(states, p.head);
  if (p.head !== undefined) p.embedding.dispose();
  const logPs = nn.logSoftmax(temperature === 1 ? logits : logits.mul(1 / temperature));
  const entropy = np.exp(logPs.ref).mul(logPs.ref).sum(-1).mul(-1);
  return { logProbs: pick(logPs, targets), entropy };
}

/** How prompts and completions lie: all but the last token of P prompts, then M tokens before each that is written. */
interface Extent {
  /** P */
  readonly prompts: number;
  /** L − 1 */
  readonly before: number;
  /** G */
  readonly perPrompt: number;
  /** M */
  readonly written: number;
}

/** Normed states of what stands before each written token. @shape prompts [P, L], completions [P·G, M] → [P·G·M, D] */
function hiddenStates(
  sizes: TransformerSizes,
  p: TransformerParameters<Tensor>,
  prompts: Tensor,
  completions: Tensor,
  pad: number,
): Tensor {
  const [count, length] = prompts.shape as [number, number];
  const [rows, written] = completions.shape as [number, number];
  const extent = { prompts: count, before: length - 1, perPrompt: rows / count, written };
  const split = count * extent.before;
  const bias = biasOf(prompts.ref, extent, pad);
  const turn = sizes.positions === "rotary" ? rotation(sizes, length + written - 1) : undefined;
  let x = embed(p.embedding.ref, inputsOf(prompts, completions, extent));
  if (p.positions !== undefined) x = x.add(placesOf(p.positions, extent));
  p.layers.forEach((layer, l) => {
    const isLast = l === p.layers.length - 1;
    const mixed = attention(sizes, layer, rmsNorm(x.ref, layer.attentionNorm), extent, bias, turn, isLast);
    x = (isLast ? x.slice([split, split + rows * written]) : x).add(mixed);
    x = x.ref.add(feedForward(sizes, layer, rmsNorm(x, layer.feedForwardNorm)));
  });
  for (const used of [bias.prompts, bias.written, turn?.cosines, turn?.sines, turn?.swap]) used?.dispose();
  return rmsNorm(x, p.finalNorm);
}

/** Tokens that are read: those of the prompts but the last, then the last and all but the last that was written. */
function inputsOf(prompts: Tensor, completions: Tensor, { before, perPrompt, written }: Extent): Tensor {
  const first = before === 0 ? [] : [prompts.ref.slice([], [0, before]).reshape([-1])];
  const last = prompts.slice([], [before, before + 1]);
  // Sums of zeros would make floats of the tokens.
  const copies = Array.from({ length: perPrompt }, (_, i) => (i === 0 ? last : last.ref));
  const repeated = np.stack(copies, 1).reshape([-1, 1]);
  if (written === 1) {
    completions.dispose();
    return np.concatenate([...first, repeated.reshape([-1])]);
  }
  const rest = completions.slice([], [0, written - 1]);
  return np.concatenate([...first, np.concatenate([repeated, rest], 1).reshape([-1])]);
}

/** Learnt vectors of the places of all rows. */
function placesOf(places: Tensor, { prompts, before, perPrompt, written }: Extent): Tensor {
  const spread = (count: number, from: number, to: number): Tensor =>
    np
      .zeros([count, to - from, 1])
      .add(places.ref.slice([from, to]))
      .reshape([count * (to - from), -1]);
  const all = np.concatenate([
    ...(before === 0 ? [] : [spread(prompts, 0, before)]),
    spread(prompts * perPrompt, before, before + written),
  ]);
  places.dispose();
  return all;
}

/** What is added to scores: 0 where a position may look, −1e9 where not. */
interface Bias {
  /** [P, 1, L − 1, L − 1] of prompts to themselves; absent where a prompt is one token. */
  readonly prompts?: Tensor;
  /** [P·G, 1, M, L − 1 + M] of completions to their prompt and themselves. */
  readonly written: Tensor;
}

function biasOf(tokens: Tensor, extent: Extent, pad: number): Bias {
  const { prompts, before, perPrompt, written } = extent;
  const rows = prompts * perPrompt;
  const causal = (size: number): Tensor =>
    np
      .tril(np.ones([size, size]))
      .sub(1)
      .mul(NEVER);
  const own = np.zeros([rows, 1, written, written]).add(causal(written));
  if (before === 0) {
    tokens.dispose();
    return { written: own };
  }
  const padded = np.where(tokens.slice([], [0, before]).equal(pad), -NEVER, 0).reshape([prompts, 1, 1, before]);
  const seen = np.zeros([rows, 1, written, before]).add(forEach(padded.ref, perPrompt));
  return { prompts: causal(before).add(padded), written: np.concatenate([seen, own], 3) };
}

/** Repeats each row G times, neighbours of one another. @shape [P, …] → [P·G, …] */
function forEach(x: Tensor, perPrompt: number): Tensor {
  if (perPrompt === 1) return x;
  const [rows, ...rest] = x.shape as [number, ...number[]];
  const spread = np.zeros([rows, perPrompt, ...rest]).add(x.reshape([rows, 1, ...rest]));
  return spread.reshape([rows * perPrompt, ...rest]);
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

/** @param places - first position and the one after the last */
function rotate(x: Tensor, { cosines, sines, swap }: Rotation, places: readonly [number, number]): Tensor {
  const turned = np.matmul(x.ref, swap.ref).mul(sines.ref.slice([...places]));
  return x.mul(cosines.ref.slice([...places])).add(turned);
}

/** @shape normed [P·(L − 1) + P·G·M, D] → the same, or [P·G·M, D] with `isLast` */
function attention(
  { width, heads, keyHeads, head }: TransformerSizes,
  layer: TransformerLayer<Tensor>,
  normed: Tensor,
  extent: Extent,
  bias: Bias,
  turn: Rotation | undefined,
  isLast: boolean,
): Tensor {
  const { prompts, before, perPrompt, written } = extent;
  const rows = prompts * perPrompt;
  const split = prompts * before;
  const all = np.dot(normed, layer.qkv);
  const part = (from: number, count: number, length: number, place: number): Parts => {
    const own = all.ref.slice([from, from + count * length]).reshape([count, length, heads + 2 * keyHeads, head]);
    return partsOf(own.transpose([0, 2, 1, 3]), heads, keyHeads, turn, [place, place + length]);
  };
  const ofPrompt = before === 0 ? undefined : part(0, prompts, before, 0);
  const own = part(split, rows, written, before);
  all.dispose();
  const flat = (x: Tensor): Tensor => x.transpose([0, 2, 1, 3]).reshape([-1, width]);
  const late = (k: Tensor, v: Tensor): Tensor => flat(attend({ q: own.q, k, v }, bias.written.ref, head));
  if (ofPrompt === undefined) return np.dot(late(own.k, own.v), layer.output);
  const { q, k, v } = ofPrompt;
  const whole = (of: Tensor, mine: Tensor): Tensor => np.concatenate([forEach(of, perPrompt), mine], 2);
  const mixed = late(whole(k.ref, own.k), whole(v.ref, own.v));
  if (!isLast) {
    const early = flat(attend({ q, k, v }, (bias.prompts as Tensor).ref, head));
    return np.dot(np.concatenate([early, mixed]), layer.output);
  }
  for (const left of [q, k, v]) left.dispose();
  return np.dot(mixed, layer.output);
}

interface Parts {
  readonly q: Tensor;
  readonly k: Tensor;
  readonly v: Tensor;
}

/** Queries, keys and values [P, H, N, d], turned by their places. */
function partsOf(
  all: Tensor,
  heads: number,
  keyHeads: number,
  turn: Rotation | undefined,
  places: readonly [number, number],
): Parts {
  const part = (x: Tensor, from: number, to: number): Tensor => x.slice([], [from, to]);
  const source = turn === undefined ? all.ref : rotate(part(all.ref, 0, heads + keyHeads), turn, places);
  return {
    q: part(source.ref, 0, heads),
    k: shared(part(source, heads, heads + keyHeads), heads),
    v: shared(part(all, heads + keyHeads, heads + 2 * keyHeads), heads),
  };
}

/** softmax(q·kᵀ/√d + bias)·v */
function attend({ q, k, v }: Parts, bias: Tensor, head: number): Tensor {
  const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(head));
  return np.matmul(nn.softmax(scores.add(bias), -1), v);
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
