import { numpy as np } from "@jax-js/jax";
import { type HostInput, hostArray, normalAt, type Tensor } from "../tensor/index.ts";
import { gaussianRows } from "./gaussian-rows.ts";
import type { Head } from "./head.ts";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** log σ of a policy that decides it by the state is kept between these, as soft actor-critic does. */
const [LOW, HIGH] = [-5, 2];

export interface GaussianOptions {
  /** Bounds of each number of an action: what is drawn beyond is clipped before the environment takes it. */
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** Whether the deviation is one parameter for each number or put out by the network. */
  readonly deviation?: "parameter" | "state";
  /** log σ at the start, with `deviation: "parameter"`. */
  readonly logDeviation?: number;
}

/**
 * Independent normal numbers: log π(a) = −Σ ½((a − μ)/σ)² + log σ + ½ log 2π.
 *
 * @shape raw [B, size] (μ), or [B, 2·size] (μ, then log σ) with `deviation: "state"`; actions [B, size] → [B]
 */
export function gaussianHead(size: number, options: GaussianOptions = {}): Head {
  const { deviation = "parameter", logDeviation = 0, low, high } = options;
  const ofState = deviation === "state";
  return {
    id: "gaussian@1",
    width: ofState ? 2 * size : size,
    actionWidth: size,
    integers: false,
    draws: 2 * size,
    gain: 0.01,
    parameters: () => (ofState ? {} : { logDeviation: hostArray([size], new Float32Array(size).fill(logDeviation)) }),
    evaluate: (raw, own, actions) => {
      const { mean, logStd } = gaussianOf(raw, own as { logDeviation?: Tensor }, size);
      return { logProbs: gaussianLogProbs(mean, logStd.ref, actions), entropy: gaussianEntropy(logStd) };
    },
    ...(ofState ? {} : { rows: () => gaussianRows(size) }),
    sampler: () => gaussianSampler(size, ofState),
    ...(low === undefined && high === undefined
      ? {}
      : { express: (drawn: Float64Array, into: Float64Array) => clipRows(drawn, into, low, high) }),
  };
}

/** μ and log σ [B, size] each. */
export function gaussianOf(
  raw: Tensor,
  own: { readonly logDeviation?: Tensor },
  size: number,
): { readonly mean: Tensor; readonly logStd: Tensor } {
  if (own.logDeviation !== undefined) return { logStd: np.zerosLike(raw.ref).add(own.logDeviation), mean: raw };
  const [mean, logStd] = [raw.ref.slice([], [0, size]), raw.slice([], [size, 2 * size])];
  return { mean, logStd: np.clip(logStd, LOW, HIGH) };
}

/**
 * log of a density of independent normal numbers.
 *
 * @shape [B, A] each → [B]
 */
export function gaussianLogProbs(mean: Tensor, logStd: Tensor, actions: Tensor): Tensor {
  const z = actions.sub(mean).mul(np.exp(logStd.ref.mul(-1)));
  return np.square(z).mul(-0.5).sub(logStd).sub(HALF_LOG_TWO_PI).sum(-1);
}

/**
 * H = Σ log σ + ½ log 2πe.
 *
 * @shape [B, A] → [B]
 */
export function gaussianEntropy(logStd: Tensor): Tensor {
  return logStd.add(HALF_LOG_TWO_PI + 0.5).sum(-1);
}

/**
 * KL of independent normal numbers: Σ log σ_q − log σ_p + (σ_p² + (μ_p − μ_q)²) / 2σ_q² − ½.
 *
 * @shape [B, A] each → [B]
 */
export function gaussianKl(mean: Tensor, logStd: Tensor, otherMean: Tensor, otherLogStd: Tensor): Tensor {
  const squares = np.exp(logStd.ref.mul(2)).add(np.square(mean.sub(otherMean)));
  const scaled = squares.mul(np.exp(otherLogStd.ref.mul(-2))).mul(0.5);
  return otherLogStd.sub(logStd).add(scaled).sub(0.5).sum(-1);
}

/** Draws normal numbers and says their log density. */
export function gaussianSampler(size: number, ofState: boolean): ReturnType<Head["sampler"]> {
  let logDeviation: ArrayLike<number> = new Float32Array(size);
  return {
    load: (own) => {
      if (!ofState) logDeviation = (own as unknown as { logDeviation: HostInput }).logDeviation.data;
    },
    draw: (raw, at, key, counter, actions, row) => {
      let logProb = 0;
      for (let a = 0; a < size; a++) {
        const raised = ofState
          ? Math.min(Math.max(raw[at + size + a] as number, LOW), HIGH)
          : (logDeviation[a] as number);
        const noise = normalAt(key, counter / 2 + a);
        actions[row * size + a] = (raw[at + a] as number) + Math.exp(raised) * noise;
        logProb -= 0.5 * noise * noise + raised + HALF_LOG_TWO_PI;
      }
      return logProb;
    },
    mode: (raw, at, actions, row) => {
      for (let a = 0; a < size; a++) actions[row * size + a] = raw[at + a] as number;
    },
  };
}

function clipRows(
  drawn: Float64Array,
  into: Float64Array,
  low: readonly number[] | undefined,
  high: readonly number[] | undefined,
): void {
  const size = (low ?? high)?.length as number;
  for (let i = 0; i < drawn.length; i++) {
    const floor = low?.[i % size] ?? Number.NEGATIVE_INFINITY;
    into[i] = Math.min(Math.max(drawn[i] as number, floor), high?.[i % size] ?? Number.POSITIVE_INFINITY);
  }
}
