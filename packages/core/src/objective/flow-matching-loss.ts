import { exp } from "../internal/exp.ts";
import { bufferFor, checkFinite, checkLength, checkOffsets } from "./check-length.ts";
import { logSumExp } from "./log-sigmoid.ts";

export interface FlowMatchingColumns {
  /** log flow of the edges into each state. */
  readonly logIn: Float64Array;
  /** First incoming flow of each state, and the end of the last. */
  readonly inOffsets: Int32Array;
  /** log flow of the edges out of each state, the edge to its end included. */
  readonly logOut: Float64Array;
  /** First outgoing flow of each state, and the end of the last. */
  readonly outOffsets: Int32Array;
}

export interface FlowMatchingLoss {
  /** Mean over the states that have edges on both sides, to be minimised. */
  readonly loss: number;
  readonly gradient: { readonly logIn: Float64Array; readonly logOut: Float64Array };
}

/**
 * The flow-matching loss of a GFlowNet: what flows into a state flows out of it.
 *
 *   loss = mean over states of ( log Σ exp logIn − log Σ exp logOut )²
 *
 * A state without edges on one side, such as the root, counts nowhere. The loss is minimised.
 *
 * @shape logIn [I], inOffsets [N + 1], logOut [O], outOffsets [N + 1] → loss, gradients of the same shapes
 * @unit nats → squared nats
 * @throws RewardError GUERDON_SHAPE when offsets do not cover the edges or differ in length
 * @throws RewardError GUERDON_NON_FINITE when a square overflows, with its place
 * @paper 023 §Mechanism 1, 3
 * @kind objective
 *
 * ```ts doctest
 * import { flowMatchingLoss } from "@guerdon/core/objective";
 * const [logIn, logOut, offsets] = [Float64Array.of(3), Float64Array.of(1), Int32Array.of(0, 1)];
 * flowMatchingLoss({ logIn, inOffsets: offsets, logOut, outOffsets: offsets }).loss // => 4
 * ```
 */
export function flowMatchingLoss(
  columns: FlowMatchingColumns,
  out: {
    /** Buffer for the gradient by `logIn`, instead of a new one. */
    readonly logIn?: Float64Array;
    /** Buffer for the gradient by `logOut`, instead of a new one. */
    readonly logOut?: Float64Array;
  } = {},
): FlowMatchingLoss {
  const { logIn, inOffsets, logOut, outOffsets } = columns;
  checkOffsets("inOffsets", inOffsets, logIn.length);
  checkOffsets("outOffsets", outOffsets, logOut.length);
  checkLength("outOffsets", outOffsets, inOffsets.length, "N + 1");
  const gradient = {
    logIn: bufferFor("out.logIn", out.logIn, logIn.length, "I").fill(0),
    logOut: bufferFor("out.logOut", out.logOut, logOut.length, "O").fill(0),
  };
  const states = inOffsets.length - 1;
  let counted = 0;
  const counts = (s: number): boolean => inOffsets[s] !== inOffsets[s + 1] && outOffsets[s] !== outOffsets[s + 1];
  for (let s = 0; s < states; s++) if (counts(s)) counted++;
  let loss = 0;
  for (let s = 0; s < states; s++) {
    if (!counts(s)) continue;
    const into = logSumExp(logIn, inOffsets[s] as number, inOffsets[s + 1] as number);
    const from = logSumExp(logOut, outOffsets[s] as number, outOffsets[s + 1] as number);
    const delta = into - from;
    loss += (delta * delta) / counted;
    share(logIn, inOffsets, s, into, (2 * delta) / counted, gradient.logIn);
    share(logOut, outOffsets, s, from, (-2 * delta) / counted, gradient.logOut);
  }
  checkFinite("flowMatchingLoss", loss, { "gradient.logIn": gradient.logIn, "gradient.logOut": gradient.logOut });
  return { loss, gradient };
}

/** Gives each edge its share of the gradient of a sum of flows. */
function share(
  edges: Float64Array,
  offsets: Int32Array,
  s: number,
  sum: number,
  push: number,
  into: Float64Array,
): void {
  for (let i = offsets[s] as number; i < (offsets[s + 1] as number); i++) {
    into[i] = push * exp((edges[i] as number) - sum);
  }
}
