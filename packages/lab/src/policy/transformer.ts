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
  for (const used of [bias.prompts, bias.shared, bias.own, turn?.cosines, turn?.sines, turn?.swap]) used?.dispose();
  return rmsNorm(x, p.finalNorm);
}

/** Tokens that are read: those of the prompts but the last, then the last and all but the last that was written. */
function inputsOf(
  prompts: Tensor,
  completions: Tensor,
  { prompts: count, before, perPrompt, written }: Extent,
): Tensor {
  const first = before === 0 ? [] : [prompts.ref.slice([], [0, before]).reshape([-1])];
  const last = prompts.slice([], [before, before + 1]);
  const repeated = np
    .stack(
      new Array(perPrompt).fill(last).map((one: Tensor, i) => (i === 0 ? one : one.ref)),
      1,
    )
    .reshape([count * perPrompt, 1]);
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
  /** [P, 1, L − 1, L − 1] of prompts to themselves. */
  readonly prompts?: Tensor;
  /** [P, 1, 1, 1, L − 1] of completions to their prompt. */
  readonly shared?: Tensor;
  /** [M, M] of completions to themselves. */
  readonly own: Tensor;
}

function biasOf(tokens: Tensor, { prompts, before, written }: Extent, pad: number): Bias {
  const causal = (size: number): Tensor =>
    np
      .tril(np.ones([size, size]))
      .sub(1)
      .mul(NEVER);
  if (before === 0) {
    tokens.dispose();
    return { own: causal(written) };
  }
  const padded = np.where(tokens.slice([], [0, before]).equal(pad), -NEVER, 0);
  return {
    prompts: causal(before).add(padded.ref.reshape([prompts, 1, 1, before])),
    shared: padded.reshape([prompts, 1, 1, 1, before]),
    own: causal(written),
  };
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

/** @param places - first position and the one after the last; the rows run through them again and again */
function rotate(x: Tensor, { cosines, sines, swap }: Rotation, [from, to]: readonly [number, number]): Tensor {
  const [prompts, heads, tokens, head] = x.shape as [number, number, number, number];
  const runs = x.reshape([prompts, heads, tokens / (to - from), to - from, head]);
  const turned = np.matmul(runs.ref, swap.ref).mul(sines.ref.slice([from, to]));
  return runs
    .mul(cosines.ref.slice([from, to]))
    .add(turned)
    .reshape([prompts, heads, tokens, head]);
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
  const [split, total] = [prompts * before, prompts * (before + perPrompt * written)];
  const all = np.dot(normed, layer.qkv);
  const part = (from: number, to: number, places: readonly [number, number], length: number): Parts => {
    const own = all.ref.slice([from, to]).reshape([prompts, length, heads + 2 * keyHeads, head]);
    return partsOf(own.transpose([0, 2, 1, 3]), heads, keyHeads, turn, places);
  };
  const ofPrompt = before === 0 ? undefined : part(0, split, [0, before], before);
  const ofWritten = part(split, total, [before, before + written], perPrompt * written);
  all.dispose();
  const scale = 1 / Math.sqrt(head);
  const early = isLast || ofPrompt === undefined ? undefined : promptAttention(ofPrompt, bias, scale);
  ofPrompt?.q.dispose();
  const late = writtenAttention(ofPrompt, ofWritten, extent, bias, scale);
  const rows = (x: Tensor): Tensor => x.transpose([0, 2, 1, 3]).reshape([-1, width]);
  return np.dot(early === undefined ? rows(late) : np.concatenate([rows(early), rows(late)]), layer.output);
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

function promptAttention({ q, k, v }: Parts, bias: Bias, scale: number): Tensor {
  const scores = np
    .matmul(q.ref, k.ref.transpose([0, 1, 3, 2]))
    .mul(scale)
    .add((bias.prompts as Tensor).ref);
  return np.matmul(nn.softmax(scores, -1), v.ref);
}

/** Each written token looks at the keys of its prompt, shared by G completions, and at those of its own completion. */
function writtenAttention(of: Parts | undefined, own: Parts, extent: Extent, bias: Bias, scale: number): Tensor {
  const { prompts, before, perPrompt, written } = extent;
  const [, heads, tokens, head] = own.q.shape as [number, number, number, number];
  const apart = (x: Tensor, last: number): Tensor => x.reshape([prompts, heads, perPrompt, written, last]);
  const own5 = { k: apart(own.k, head), v: apart(own.v, head) };
  const mine = np
    .matmul(apart(own.q.ref, head), own5.k.transpose([0, 1, 2, 4, 3]))
    .mul(scale)
    .add(bias.own.ref);
  if (of === undefined) {
    own.q.dispose();
    return np.matmul(nn.softmax(mine, -1), own5.v).reshape([prompts, heads, tokens, head]);
  }
  const theirs = apart(np.matmul(own.q, of.k.transpose([0, 1, 3, 2])), before)
    .mul(scale)
    .add((bias.shared as Tensor).ref);
  const weights = nn.softmax(np.concatenate([theirs, mine], -1), -1);
  const slice = (from: number, to: number): Tensor => weights.ref.slice([], [], [], [], [from, to]);
  const fromPrompt = np.matmul(slice(0, before).reshape([prompts, heads, tokens, before]), of.v);
  const fromOwn = np.matmul(slice(before, before + written), own5.v).reshape([prompts, heads, tokens, head]);
  weights.dispose();
  return fromPrompt.add(fromOwn);
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
