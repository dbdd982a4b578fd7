import { RewardError } from "../error/index.ts";
import { bufferFor, checkFinite } from "./check-length.ts";

export interface InvarianceColumns {
  /** Embeddings of the copies of each instance, one after the other, instance by instance. */
  readonly embeddings: Float64Array;
  /** Numbers in an embedding. */
  readonly width: number;
  /** Copies of each instance, the original first. */
  readonly copies: number;
}

export interface InvarianceLoss {
  /** To be minimised. */
  readonly loss: number;
  /** d loss / d embeddings [N × copies × width]. */
  readonly gradient: Float64Array;
}

/**
 * Pulls the embeddings of copies of an instance, such as turned and mirrored maps, to that of the original.
 *
 *   loss = mean over instances and copies c ≥ 1 of −cos(e_0, e_c)
 *
 * A zero embedding has the cosine 0 and no gradient. The loss is minimised, and −1 where all copies agree.
 *
 * @shape embeddings [N × copies × width] → loss, gradient of the same shape
 * @unit any → 1
 * @throws RewardError GUERDON_SHAPE when embeddings are not whole instances, or there are fewer than two copies
 * @throws RewardError GUERDON_NON_FINITE when a loss or gradient overflows, with its place
 * @paper 006 §Mechanism (SymNCO: cosine of projected embeddings between 8 copies, weight 0.2)
 * @kind objective
 * @alias invariance
 *
 * ```ts doctest
 * import { invarianceLoss } from "@guerdon/core/objective";
 * invarianceLoss({ embeddings: Float64Array.of(1, 0, 0, 2), width: 2, copies: 2 }).gradient // => Float64Array.of(0, -1, -0.5, 0)
 * ```
 */
export function invarianceLoss(
  { embeddings, width, copies }: InvarianceColumns,
  out: {
    /** Buffer for the gradient, instead of a new one. */
    readonly gradient?: Float64Array;
  } = {},
): InvarianceLoss {
  const size = width * copies;
  if (!(copies >= 2) || !(width > 0) || !Number.isInteger(embeddings.length / size)) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected \`embeddings\` to be instances of ${copies} copies (two at least) of ${width}, got ${embeddings.length} numbers.`,
      { details: { width, copies, got: embeddings.length } },
    );
  }
  const gradient = bufferFor("out.gradient", out.gradient, embeddings.length, "N × C × D").fill(0);
  const pairs = (embeddings.length / size) * (copies - 1);
  let loss = 0;
  for (let from = 0; from < embeddings.length; from += size) {
    for (let c = 1; c < copies; c++) loss -= pullTogether(embeddings, gradient, from, from + c * width, width, pairs);
  }
  loss = pairs === 0 ? 0 : loss / pairs;
  checkFinite("invarianceLoss", loss, { gradient });
  return { loss, gradient };
}

/** The cosine of two embeddings, whose gradient is added. */
function pullTogether(
  embeddings: Float64Array,
  gradient: Float64Array,
  first: number,
  second: number,
  width: number,
  pairs: number,
): number {
  let [dot, a, b] = [0, 0, 0];
  for (let d = 0; d < width; d++) {
    const [x, y] = [embeddings[first + d] as number, embeddings[second + d] as number];
    dot += x * y;
    a += x * x;
    b += y * y;
  }
  if (a === 0 || b === 0) return 0;
  const length = Math.sqrt(a) * Math.sqrt(b);
  const cosine = dot / length;
  for (let d = 0; d < width; d++) {
    const [x, y] = [embeddings[first + d] as number, embeddings[second + d] as number];
    gradient[first + d] = (gradient[first + d] as number) + ((cosine * x) / a - y / length) / pairs;
    gradient[second + d] = (gradient[second + d] as number) + ((cosine * y) / b - x / length) / pairs;
  }
  return cosine;
}
