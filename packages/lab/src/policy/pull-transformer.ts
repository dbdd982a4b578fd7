import { attendSequencesBack } from "./attend-sequences.ts";
import { multiplyRows, pullRows, pullWeights } from "./multiply-rows.ts";
import type { SequencePlan } from "./sequence-plan.ts";
import type { LayerStates, NormStates, TransformerMemory } from "./transformer-memory.ts";
import { turnRows } from "./turn-rows.ts";

/** Writes the gradient of all parameters for the gradients of the logits in `d.logits`, after `runTransformer`. */
export function pullTransformer(memory: TransformerMemory, plan: SequencePlan): void {
  const { gradients, layers, weights, slopes, final, d, sizes } = memory;
  gradients.fill(0);
  if (plan.rows === 0) return;
  pullHead(memory, plan);
  d.x.fill(0, 0, plan.rows * sizes.width);
  pullNorm(memory, final, weights.finalNorm, slopes.finalNorm, plan.split, plan.rows);
  for (let l = layers.length - 1; l >= 0; l--) {
    const isLast = l === layers.length - 1;
    pullFeedForward(memory, plan, l, isLast ? plan.split : 0);
    pullAttention(memory, plan, l, isLast);
  }
  pullEmbedding(memory, plan);
}

/** d.normed, and the slope of the head or of the embedding. */
function pullHead(memory: TransformerMemory, { split: from, rows: to }: SequencePlan): void {
  const { weights, slopes, final, d, turned, blocks, sizes } = memory;
  const { width, vocabulary } = sizes;
  const { columns } = blocks;
  if (weights.head !== undefined && slopes.head !== undefined) {
    pullWeights(memory, final.normed, d.logits, slopes.head, { from, to, inner: width, columns });
    pullRows(memory, d.logits, weights.head, d.normed, { from, to, inner: width, columns });
    return;
  }
  // Rows of the embedding beyond the vocabulary are not there: both products go through room that is filled up.
  turned.fill(0, 0, columns * width);
  pullWeights(memory, d.logits, final.normed, turned, { from, to, inner: columns, columns: width });
  for (let i = 0; i < vocabulary * width; i++) slopes.embedding[i] = turned[i] as number;
  turned.fill(0, vocabulary * width, columns * width);
  turned.set(weights.embedding);
  multiplyRows(memory, d.logits, turned, d.normed, { from, to, inner: columns, columns: width });
}

/** d.x += what comes through a norm from d.normed. */
function pullNorm(
  { kernel, d, sizes: { width } }: TransformerMemory,
  { x, inverse }: NormStates,
  gain: Float32Array,
  slope: Float32Array,
  from: number,
  to: number,
): void {
  const states = { x: x.subarray(from * width), gain, inverse: inverse.subarray(from) };
  kernel.normBack(d.normed.subarray(from * width, to * width), states, d.x.subarray(from * width), slope);
}

function pullFeedForward(memory: TransformerMemory, { rows: to }: SequencePlan, l: number, from: number): void {
  const { d, network, kernel, sizes } = memory;
  const { width, hidden, up, activation } = sizes;
  const [states, layer, slopes] = layerOf(memory, l);
  const { active, raised, between } = states;
  const down = { from, to, inner: hidden, columns: width };
  pullWeights(memory, active, d.x, slopes.down, down);
  pullRows(memory, d.x, layer.down, d.active, down);
  const dActive = d.active.subarray(from * hidden, to * hidden);
  if (activation === "relu") network.slope("relu", dActive, active.subarray(from * hidden), dActive.length);
  else kernel.gateBack(raised.subarray(from * up), dActive, d.raised.subarray(from * up), hidden);
  const lifted = { from, to, inner: width, columns: up };
  pullWeights(memory, between.normed, d.raised, slopes.up, lifted);
  pullRows(memory, d.raised, layer.up, d.normed, lifted);
  pullNorm(memory, between, layer.feedForwardNorm, slopes.feedForwardNorm, from, to);
}

function pullAttention(memory: TransformerMemory, plan: SequencePlan, l: number, isLast: boolean): void {
  const { d, sizes, rotary } = memory;
  const { width, qkv, keys, head } = sizes;
  const [states, layer, slopes] = layerOf(memory, l);
  const { attended, before } = states;
  const to = plan.rows;
  const output = { from: isLast ? plan.split : 0, to, inner: width, columns: width };
  pullWeights(memory, attended, d.x, slopes.output, output);
  pullRows(memory, d.x, layer.output, d.normed, output);
  d.qkv.fill(0, 0, to * qkv);
  attendSequencesBack(memory, plan, states, !isLast);
  if (rotary !== undefined) {
    turnRows(d.qkv, { stride: qkv, columns: width + keys, head }, rotary, plan.places, to, -1);
  }
  const projected = { from: 0, to, inner: width, columns: qkv };
  pullWeights(memory, before.normed, d.qkv, slopes.qkv, projected);
  pullRows(memory, d.qkv, layer.qkv, d.normed, projected);
  pullNorm(memory, before, layer.attentionNorm, slopes.attentionNorm, 0, to);
}

type LayerViews = TransformerMemory["weights"]["layers"][number];

function layerOf({ layers, weights, slopes }: TransformerMemory, l: number): [LayerStates, LayerViews, LayerViews] {
  return [layers[l] as LayerStates, weights.layers[l] as LayerViews, slopes.layers[l] as LayerViews];
}

function pullEmbedding({ slopes, d, sizes: { width } }: TransformerMemory, plan: SequencePlan): void {
  const { embedding, positions } = slopes;
  for (let r = 0; r < plan.rows; r++) {
    const token = plan.tokens[r] as number;
    if (token < 0) continue;
    addRow(embedding, token * width, d.x, r * width, width);
    if (positions !== undefined) addRow(positions, (plan.places[r] as number) * width, d.x, r * width, width);
  }
}

function addRow(to: Float32Array, at: number, from: Float32Array, start: number, width: number): void {
  for (let i = 0; i < width; i++) to[at + i] = (to[at + i] as number) + (from[start + i] as number);
}
