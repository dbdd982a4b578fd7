import { attendSequences, fillKeyTable } from "./attend-sequences.ts";
import { multiplyRows } from "./multiply-rows.ts";
import type { SequencePlan } from "./sequence-plan.ts";
import type { NormStates, TransformerMemory } from "./transformer-memory.ts";
import { turnRows } from "./turn-rows.ts";

/**
 * Logits of the rows of completions: what `transformer` computes on the tensor engine.
 *
 * The last layer makes nothing of prompts but their keys and values.
 */
export function runTransformer(memory: TransformerMemory, plan: SequencePlan): void {
  if (plan.rows === 0) return;
  const { sizes, weights, layers, final, rotary } = memory;
  const { width, hidden, qkv, up, head, keys } = sizes;
  const to = plan.rows;
  embedRows(memory, plan);
  fillKeyTable(memory, plan);
  layers.forEach((states, l) => {
    const layer = weights.layers[l] as (typeof weights.layers)[number];
    const { before, between, attended } = states;
    const isLast = l === layers.length - 1;
    const from = isLast ? plan.split : 0;
    normRows(memory, before, layer.attentionNorm, 0, to);
    multiplyRows(memory, before.normed, layer.qkv, states.qkv, { from: 0, to, inner: width, columns: qkv });
    if (rotary !== undefined) {
      turnRows(states.qkv, { stride: qkv, columns: width + keys, head }, rotary, plan.places, to, 1);
    }
    attendSequences(memory, plan, states, !isLast);
    multiplyRows(memory, attended, layer.output, between.x, { from, to, inner: width, columns: width }, before.x);
    normRows(memory, between, layer.feedForwardNorm, from, to);
    multiplyRows(memory, between.normed, layer.up, states.raised, { from, to, inner: width, columns: up });
    activate(memory, states.raised.subarray(from * up), states.active.subarray(from * hidden, to * hidden));
    const after = layers[l + 1]?.before ?? final;
    multiplyRows(memory, states.active, layer.down, after.x, { from, to, inner: hidden, columns: width }, between.x);
  });
  normRows(memory, final, weights.finalNorm, plan.split, to);
  makeLogits(memory, plan);
}

function embedRows({ weights, layers, final, sizes: { width } }: TransformerMemory, plan: SequencePlan): void {
  const { embedding, positions } = weights;
  const { x } = layers[0]?.before ?? final;
  for (let r = 0; r < plan.rows; r++) {
    const token = plan.tokens[r] as number;
    const [at, from, place] = [r * width, token * width, (plan.places[r] as number) * width];
    if (token < 0) x.fill(0, at, at + width);
    else if (positions === undefined) for (let i = 0; i < width; i++) x[at + i] = embedding[from + i] as number;
    else for (let i = 0; i < width; i++) x[at + i] = (embedding[from + i] as number) + (positions[place + i] as number);
  }
}

function normRows(
  { kernel, sizes: { width } }: TransformerMemory,
  { x, inverse, normed }: NormStates,
  gain: Float32Array,
  from: number,
  to: number,
): void {
  kernel.norm(x.subarray(from * width, to * width), gain, normed.subarray(from * width), inverse.subarray(from));
}

function activate({ network, kernel, sizes }: TransformerMemory, raised: Float32Array, active: Float32Array): void {
  if (sizes.activation === "relu") network.activate("relu", active, active.length);
  else kernel.gate(raised, active, sizes.hidden);
}

/** The head, or the embedding on its side. */
function makeLogits(memory: TransformerMemory, { split, rows }: SequencePlan): void {
  const { weights, final, logits, turned, blocks, sizes } = memory;
  const { width, vocabulary } = sizes;
  const { columns } = blocks;
  if (weights.head === undefined) {
    turned.fill(0, 0, width * columns);
    for (let v = 0; v < vocabulary; v++) {
      for (let i = 0; i < width; i++) turned[i * columns + v] = weights.embedding[v * width + i] as number;
    }
  }
  multiplyRows(memory, final.normed, weights.head ?? turned, logits, { from: split, to: rows, inner: width, columns });
}
