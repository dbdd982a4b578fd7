import type { AttentionPlaces } from "../tensor/index.ts";
import { keyCount, type SequencePlan } from "./sequence-plan.ts";
import type { LayerStates, TransformerMemory } from "./transformer-memory.ts";

/** Writes the byte offsets of the keys of a plan to where the kernel reads them. */
export function fillKeyTable({ table, sizes }: TransformerMemory, { keys }: SequencePlan): void {
  const offsets = new Int32Array(table.buffer, table.byteOffset, table.length);
  const rowBytes = 4 * sizes.qkv;
  for (let i = 0; i < keys.length; i++) offsets[i] = (keys[i] as number) * rowBytes;
}

/** Causal attention of all queries of a layer; without `withPrompts` only those of completions. */
export function attendSequences(
  memory: TransformerMemory,
  plan: SequencePlan,
  layer: LayerStates,
  withPrompts: boolean,
): void {
  const { kernel, sizes } = memory;
  for (let r = 0; r < plan.rows; r++) {
    if (plan.tokens[r] === -1) layer.attended.fill(0, r * sizes.width, (r + 1) * sizes.width);
  }
  eachQuery(memory, plan, layer, withPrompts, (places) => kernel.attend(places, sizes.head));
}

/** Adds to the gradients of queries, keys and values, for those in `d.normed` of what was attended to. */
export function attendSequencesBack(
  memory: TransformerMemory,
  plan: SequencePlan,
  layer: LayerStates,
  withPrompts: boolean,
): void {
  const { kernel, sizes, d } = memory;
  const apart = d.qkv.byteOffset - layer.qkv.byteOffset;
  const toGradient = d.normed.byteOffset - layer.attended.byteOffset;
  eachQuery(memory, plan, layer, withPrompts, (places) =>
    kernel.attendBack(places, sizes.head, apart, places.output + toGradient),
  );
}

function eachQuery(
  { sizes, table, stride }: TransformerMemory,
  { shape, firsts, counts, before }: SequencePlan,
  { qkv, weights, attended }: LayerStates,
  withPrompts: boolean,
  visit: (places: AttentionPlaces) => void,
): void {
  const { width, heads, keyHeads, head } = sizes;
  const places: AttentionPlaces = { query: 0, keys: 0, values: 0, table: 0, tableEnd: 0, weights: 0, output: 0 };
  const sequenceKeys = keyCount(shape);
  for (let s = withPrompts ? 0 : shape.prompts; s < counts.length; s++) {
    places.table = table.byteOffset + 4 * s * sequenceKeys;
    for (let i = 0; i < (counts[s] as number); i++) {
      const row = (firsts[s] as number) + i;
      places.tableEnd = places.table + 4 * ((before[s] as number) + i + 1);
      for (let h = 0; h < heads; h++) {
        const keyAt = width + head * Math.floor((h * keyHeads) / heads);
        places.query = qkv.byteOffset + 4 * (row * sizes.qkv + h * head);
        places.keys = qkv.byteOffset + 4 * keyAt;
        places.values = places.keys + 4 * sizes.keys;
        places.weights = weights.byteOffset + 4 * stride * (row * heads + h);
        places.output = attended.byteOffset + 4 * (row * width + h * head);
        visit(places);
      }
    }
  }
}
