import { RewardError } from "@guerdon/core/error";
import { type HostInput, hostArray } from "../tensor/index.ts";
import type { TransformerConfig } from "./transformer-config.ts";
import type { TransformerLayer, TransformerParameters } from "./transformer-parameters.ts";

/** A pretrained decoder as the policies of this package know it. */
export interface StoriesWeights {
  readonly config: TransformerConfig;
  readonly parameters: TransformerParameters;
}

const HEADER = 7;
type Sizes = Required<Pick<TransformerConfig, "width" | "hidden" | "layers" | "heads" | "keyHeads">> &
  Pick<TransformerConfig, "vocabulary" | "context">;

/**
 * Reads weights in the format of llama2.c, version 0: seven int32 sizes, then float32 tensors.
 *
 * Matrices are turned, as layers here multiply from the right. The tables of positions in the file are those that
 * `rotaryTables` computes and are left out.
 *
 * @throws RewardError GUERDON_SHAPE when the length is not that of the sizes in the header
 */
export function parseStories(bytes: Uint8Array): StoriesWeights {
  const { buffer } = new Uint8Array(bytes);
  const [width, hidden, layers, heads, keyHeads, vocabulary, context] = [
    ...new Int32Array(buffer, 0, HEADER),
  ] as unknown as readonly [number, number, number, number, number, number, number];
  const sizes: Sizes = { vocabulary: Math.abs(vocabulary), context, width, layers, heads, keyHeads, hidden };
  const floats = new Float32Array(buffer, HEADER * 4, (buffer.byteLength >> 2) - HEADER);
  const expected = countWeights(sizes);
  if (floats.length !== expected) {
    throw new RewardError("GUERDON_SHAPE", `Expected \`bytes\` to hold ${expected} weights, got ${floats.length}.`, {
      hint: "Give the whole file of a model with a tied classifier, in the format of llama2.c version 0.",
      details: { expected, got: floats.length },
    });
  }
  return { config: { ...sizes, activation: "swiglu", tied: true }, parameters: readTensors(sizes, floats) };
}

function countWeights({ width, hidden, layers, heads, keyHeads, vocabulary, context }: Sizes): number {
  const keys = (width / heads) * keyHeads;
  const perLayer = 2 * width + 2 * width * width + 2 * width * keys + 3 * width * hidden;
  return vocabulary * width + layers * perLayer + width + (context * width) / heads;
}

function readTensors(
  { width, hidden, layers, heads, keyHeads, vocabulary }: Sizes,
  floats: Float32Array,
): TransformerParameters {
  const keys = (width / heads) * keyHeads;
  let at = 0;
  const take = (size: number): Float32Array => {
    at += size;
    return floats.subarray(at - size, at);
  };
  const takeEach = (size: number): Float32Array[] => Array.from({ length: layers }, () => take(size));
  const embedding = take(vocabulary * width);
  const attentionNorm = takeEach(width);
  const [query, key, value] = [takeEach(width * width), takeEach(keys * width), takeEach(keys * width)];
  const output = takeEach(width * width);
  const feedForwardNorm = takeEach(width);
  const [gate, down, up] = [takeEach(hidden * width), takeEach(width * hidden), takeEach(hidden * width)];
  const finalNorm = take(width);
  const layer = (l: number): TransformerLayer => {
    const at = (tensors: Float32Array[]): Float32Array => tensors[l] as Float32Array;
    return {
      attentionNorm: hostArray([width], at(attentionNorm).slice()),
      qkv: beside([at(query), at(key), at(value)], width),
      output: beside([at(output)], width),
      feedForwardNorm: hostArray([width], at(feedForwardNorm).slice()),
      up: beside([at(gate), at(up)], width),
      down: beside([at(down)], hidden),
    };
  };
  return {
    embedding: hostArray([vocabulary, width], embedding.slice()),
    layers: Array.from({ length: layers }, (_, l) => layer(l)),
    finalNorm: hostArray([width], finalNorm.slice()),
  };
}

/** Matrices [outputs, inputs] turned and put side by side: [inputs, all outputs]. */
function beside(parts: readonly Float32Array[], inputs: number): HostInput {
  const outputs = parts.reduce((sum, part) => sum + part.length / inputs, 0);
  const data = new Float32Array(inputs * outputs);
  let column = 0;
  for (const part of parts) {
    for (let from = 0; from < part.length; from += inputs, column++) {
      for (let i = 0; i < inputs; i++) data[i * outputs + column] = part[from + i] as number;
    }
  }
  return hostArray([inputs, outputs], data);
}
