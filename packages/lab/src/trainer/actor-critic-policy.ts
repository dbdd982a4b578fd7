import { normalAt } from "../tensor/index.ts";
import type { DrawMoment } from "./off-policy-agent.ts";

/** Actions of rows with what their gradient needs; all in −1 … 1. */
export interface ActorCriticPolicyRows {
  /** [B, A] */
  readonly actions: Float64Array;
  /** [B] log-probabilities; 0 for policies that do not draw. */
  readonly logProbs: Float64Array;
  /** [B, A] σ·ε, by which the action moves with log σ. */
  readonly moves: Float64Array;
}

/** log σ is held between these. */
const [LEAST, MOST] = [-20, 2];

/**
 * Actions from what an actor puts out: a = tanh(μ + σ·ε), or tanh μ without noise.
 *
 *   log π(a) = Σ −ε²/2 − log σ − log(2π)/2 − 2(log 2 − u − softplus(−2u)),   u = μ + σ·ε
 *
 * @param raw - μ, then log σ in rows of `stride`; only μ where `draws` is false
 * @shape raw [B, 2A or A] → into.actions [B, A], into.logProbs [B]
 * @paper Haarnoja et al. 2018, "Soft actor-critic algorithms and applications", appendix C
 */
export function squashInto(
  into: ActorCriticPolicyRows,
  raw: Float32Array,
  stride: number,
  draws: boolean,
  noise?: DrawMoment,
): void {
  const rows = into.logProbs.length;
  const width = into.actions.length / rows;
  for (let b = 0; b < rows; b++) {
    let sum = 0;
    for (let a = 0; a < width; a++) {
      const i = b * width + a;
      const logStd = draws ? clampLog(raw[b * stride + width + a] as number) : 0;
      const epsilon = draws && noise !== undefined ? normalAt(noise.key, noise.step * into.actions.length + i) : 0;
      const move = epsilon === 0 ? 0 : Math.exp(logStd) * epsilon;
      const u = (raw[b * stride + a] as number) + move;
      into.actions[i] = Math.tanh(u);
      into.moves[i] = move;
      if (draws) sum -= (epsilon * epsilon) / 2 + logStd + HALF_LOG_TWO_PI + logSlope(u);
    }
    into.logProbs[b] = sum;
  }
}

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/**
 * The gradient of a loss of actions and log-probabilities as that of what the actor put out.
 *
 *   d/dμ = d/da·(1 − a²) + d/dlogπ·2a,   d/dlogσ = (d/dμ)·σε − d/dlogπ,  0 where log σ is held
 *
 * @param byAction - d loss / d actions [B, A]
 * @param byLogProb - d loss / d logProbs, the same for all rows
 */
export function pullSquashed(
  rows: ActorCriticPolicyRows,
  byAction: Float64Array,
  byLogProb: number,
  raw: Float32Array,
  stride: number,
  draws: boolean,
  gradient: Float32Array,
): void {
  const count = rows.logProbs.length;
  const width = rows.actions.length / count;
  for (let b = 0; b < count; b++) {
    for (let a = 0; a < width; a++) {
      const i = b * width + a;
      const action = rows.actions[i] as number;
      const slope = (byAction[i] as number) * (1 - action * action) + (draws ? 2 * byLogProb * action : 0);
      gradient[b * stride + a] = slope;
      if (!draws) continue;
      const logStd = raw[b * stride + width + a] as number;
      const isHeld = logStd <= LEAST || logStd >= MOST;
      gradient[b * stride + width + a] = isHeld ? 0 : slope * (rows.moves[i] as number) - byLogProb;
    }
  }
}

function clampLog(logStd: number): number {
  return Math.min(MOST, Math.max(LEAST, logStd));
}

/** log(1 − tanh² u), without loss for large u. */
function logSlope(u: number): number {
  const x = -2 * u;
  const softplus = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  return 2 * (Math.LN2 - u - softplus);
}
