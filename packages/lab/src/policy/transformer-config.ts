import { RewardError } from "@guerdon/core/error";

/** Sizes and choices of a decoder. */
export interface TransformerConfig {
  /** V */
  readonly vocabulary: number;
  /** C: longest sequence, prompt and completion together. */
  readonly context: number;
  /** D: width of the residual stream. */
  readonly width: number;
  readonly layers: number;
  /** Heads of the queries; each has D / heads numbers, a multiple of 8. */
  readonly heads: number;
  /** Heads of keys and values, shared by neighbouring queries. Default: as many as `heads`. */
  readonly keyHeads?: number;
  /** H: width of the feed-forward layer. */
  readonly hidden: number;
  /** Feed-forward: W₂·relu(W₁·x), or W₂·(silu(W₁·x) ⊙ W₃·x). Default relu. */
  readonly activation?: "relu" | "swiglu";
  /** Rotation of neighbouring pairs of queries and keys, or a learnt vector for each place. Default rotary. */
  readonly positions?: "rotary" | "learnt";
  /** Whether the head is the embedding. Default false. */
  readonly tied?: boolean;
}

/** Sizes that follow from a configuration. */
export interface TransformerSizes extends Required<TransformerConfig> {
  /** Numbers of a head. */
  readonly head: number;
  /** Numbers of all keys of a token. */
  readonly keys: number;
  /** Columns of queries, keys and values together. */
  readonly qkv: number;
  /** Columns of what goes into the activation: H, or 2·H with a gate. */
  readonly up: number;
}

/**
 * @throws RewardError GUERDON_OPTION when a head does not have a multiple of 8 numbers, or `hidden` is odd
 */
export function transformerSizes(config: TransformerConfig): TransformerSizes {
  const { width, heads, keyHeads = heads, hidden, activation = "relu", positions = "rotary", tied = false } = config;
  const head = width / heads;
  if (head % 8 !== 0 || heads % keyHeads !== 0 || hidden % 2 !== 0) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`width / heads\` to be a multiple of 8, \`heads\` one of \`keyHeads\` and \`hidden\` even, got ${head}, ${heads} / ${keyHeads} and ${hidden}.`,
      { hint: "Take a width of 32 or 64 with heads of 8 or 16 numbers.", details: { head, heads, keyHeads, hidden } },
    );
  }
  const keys = head * keyHeads;
  const up = activation === "swiglu" ? 2 * hidden : hidden;
  return { ...config, keyHeads, activation, positions, tied, head, keys, qkv: width + 2 * keys, up };
}

/** [C, head / 2] each. */
export interface RotaryTables {
  readonly cosines: Float32Array;
  readonly sines: Float32Array;
}

/** Base of the wavelengths of rotary positions. */
const BASE = 10_000;

/**
 * Cosines and sines of rotary positions.
 *
 *   angle[t, i] = t · 10000^(−2i / head),   i = 0 … head/2 − 1
 *
 * @shape → [C, head / 2] each
 * @paper Su et al. 2021, "RoFormer", §3.2.2 (base 10000)
 */
export function rotaryTables({ context, head }: Pick<TransformerSizes, "context" | "head">): RotaryTables {
  const half = head / 2;
  const angle = (n: number): number => Math.floor(n / half) * BASE ** ((-2 * (n % half)) / head);
  const cosines = Float32Array.from({ length: context * half }, (_, n) => Math.cos(angle(n)));
  return { cosines, sines: Float32Array.from(cosines, (_, n) => Math.sin(angle(n))) };
}
