import { streamKey } from "@guerdon/core/random";
import { type HostInput, hostArray, normalArray } from "../tensor/index.ts";
import { type TransformerConfig, transformerSizes } from "./transformer-config.ts";

export type TransformerLayer<T = HostInput> = {
  /** [D] */
  readonly attentionNorm: T;
  /** [D, D + 2·keys]: queries, keys and values side by side. */
  readonly qkv: T;
  /** [D, D] */
  readonly output: T;
  /** [D] */
  readonly feedForwardNorm: T;
  /** [D, H], or [D, 2·H]: gate and up side by side. */
  readonly up: T;
  /** [H, D] */
  readonly down: T;
};

export type TransformerParameters<T = HostInput> = {
  /** [V, D] */
  readonly embedding: T;
  /** [C, D] learnt positions. */
  readonly positions?: T;
  readonly layers: readonly TransformerLayer<T>[];
  /** [D] */
  readonly finalNorm: T;
  /** [D, V]; absent when tied. */
  readonly head?: T;
};

/**
 * Fresh parameters: normal with deviation 1/√inputs, what ends in the residual stream divided by √(2·layers).
 *
 * Embeddings and positions have deviation 0.5, the head starts small so that the first distribution is near uniform.
 */
export function transformerParameters(config: TransformerConfig, seed: number): TransformerParameters {
  const { vocabulary, context, width, layers, hidden, qkv, up, positions, tied } = transformerSizes(config);
  const draw = (name: string, shape: readonly number[], deviation: number): HostInput =>
    normalArray(streamKey(seed, name), shape, deviation);
  const ones = (): HostInput => hostArray([width], new Float32Array(width).fill(1));
  const depth = Math.sqrt(2 * layers);
  const layer = (l: number): TransformerLayer => ({
    attentionNorm: ones(),
    qkv: draw(`layer ${l} qkv`, [width, qkv], 1 / Math.sqrt(width)),
    output: draw(`layer ${l} output`, [width, width], 1 / Math.sqrt(width) / depth),
    feedForwardNorm: ones(),
    up: draw(`layer ${l} up`, [width, up], 1 / Math.sqrt(width)),
    down: draw(`layer ${l} down`, [hidden, width], 1 / Math.sqrt(hidden) / depth),
  });
  const small = tied ? 1 / Math.sqrt(width) / 2 : 0.5;
  return {
    embedding: draw("embedding", [vocabulary, width], small),
    ...(positions === "learnt" ? { positions: draw("positions", [context, width], small) } : {}),
    layers: Array.from({ length: layers }, (_, l) => layer(l)),
    finalNorm: ones(),
    ...(tied ? {} : { head: draw("head", [width, vocabulary], 0.1 / Math.sqrt(width)) }),
  };
}

/** A tree of the same form with each leaf replaced, in the order of the parameters. */
export function mapTransformer<A, B>(tree: TransformerParameters<A>, make: (leaf: A) => B): TransformerParameters<B> {
  const { embedding, positions, layers, finalNorm, head } = tree;
  return {
    embedding: make(embedding),
    ...(positions === undefined ? {} : { positions: make(positions) }),
    layers: layers.map((layer) => ({
      attentionNorm: make(layer.attentionNorm),
      qkv: make(layer.qkv),
      output: make(layer.output),
      feedForwardNorm: make(layer.feedForwardNorm),
      up: make(layer.up),
      down: make(layer.down),
    })),
    finalNorm: make(finalNorm),
    ...(head === undefined ? {} : { head: make(head) }),
  };
}
