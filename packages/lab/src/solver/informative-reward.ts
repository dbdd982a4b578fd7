import type { DecisionProcess } from "./decision-process.ts";
import { solveHighsProgram } from "./highs-program.ts";
import { optimalActions } from "./optimal-actions.ts";
import { valueIteration } from "./value-iteration.ts";

export interface InformativeRewardOptions {
  /** States in which the reward may be other than 0. */
  readonly active: readonly number[];
  /** H: in how few steps a best action should be seen to be best. */
  readonly horizons?: readonly number[];
  /** Largest size of a reward. */
  readonly limit?: number;
  /** What the size of all rewards together costs, against what they tell. */
  readonly sparsity?: number;
}

const HORIZONS: readonly number[] = [1, 4, 8, 16, 32]; // 056 §Mechanism
/** By how little the gaps are eased, so that rounding leaves a solution: 056 §Mechanism, the released code. */
const EASE = 1 + 1e-5;

/** What is known of the task: for each state and action, where it stands against the best. */
interface Gaps {
  /** [S] first best action. */
  readonly chosen: Int32Array;
  /** [S·A] 1 for actions that are as good as the best. */
  readonly best: Uint8Array;
  /** [S] δ: by how much the best is better than the rest; 0 where all are alike. */
  readonly gap: Float64Array;
}

/** Rewards by pair with the factor each has in a sum. */
type Terms = ReadonlyMap<number, number>;

/**
 * The reward that tells most about what is best, and keeps what is best: a linear program, by HiGHS.
 *
 *   maximise I(R) − sparsity·Σ|R|,   I(R) = −mean_{h ∈ H, s} max(0, max_{a not best} δ(s) − A_h(s, a))
 *   subject to A_∞(s, a) ≥ δ(s) for a not best, = 0 for a as good as the best;   |R| ≤ limit, 0 where not active
 *
 * A_h(s, a): by how much a best action, and h best steps after it, earn more of R than a, and h best steps after that.
 *
 * @returns [S·A], or undefined where no reward in the active states keeps what is best
 * @throws RewardError GUERDON_ENGINE_MISSING without the package `highs`
 * @paper 056 §Mechanism (EXPRD: informativeness, invariance constraints, active states)
 */
export async function informativeReward(
  process: DecisionProcess,
  { active, horizons = HORIZONS, limit = 1, sparsity = 0 }: InformativeRewardOptions,
): Promise<Float64Array | undefined> {
  const { states, actions } = process;
  const gaps = gapsOf(process);
  const pairs = active.flatMap((state) => Array.from({ length: actions }, (_, action) => state * actions + action));
  const isActive = new Set(pairs);
  const rows: string[] = [];
  const say = (terms: Terms, slack: string, sense: string, bound: number): void => {
    const shown = [...terms].filter(([pair, factor]) => isActive.has(pair) && Math.abs(factor) > 1e-12);
    const sum = shown.map(([pair, factor]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} r${pair}`).join(" ");
    rows.push(` c${rows.length}: ${sum} ${slack === "" ? "+ 0 zero" : `+ ${slack}`} ${sense} ${bound}`);
  };
  const forever = advantagesOf(process, gaps.chosen, Number.POSITIVE_INFINITY);
  for (const [pair, terms] of forever) {
    const isBest = gaps.best[pair] === 1;
    say(terms, "", isBest ? "=" : ">=", isBest ? 0 : (gaps.gap[Math.floor(pair / actions)] as number) / EASE);
  }
  const hinges: string[] = [];
  for (const h of horizons) {
    for (const [pair, terms] of advantagesOf(process, gaps.chosen, h)) {
      if (gaps.best[pair] === 1) continue;
      const state = Math.floor(pair / actions);
      say(terms, `x${h}_${state}`, ">=", gaps.gap[state] as number);
      if (hinges.at(-1) !== `x${h}_${state}`) hinges.push(`x${h}_${state}`);
    }
  }
  for (const pair of pairs) rows.push(` p${pair}: r${pair} - s${pair} <= 0`, ` n${pair}: - r${pair} - s${pair} <= 0`);
  const cost = 1 / (horizons.length * states);
  const objective = [...hinges.map((x) => `${cost} ${x}`), ...pairs.map((pair) => `${sparsity} s${pair}`)].join(" + ");
  const bounds = pairs.map((pair) => ` -${limit} <= r${pair} <= ${limit}`);
  const program = ["Minimize", ` obj: ${objective}`, "Subject To", ...rows, "Bounds", ...bounds, " zero = 0", "End"];
  const columns = await solveHighsProgram(program.join("\n"));
  if (columns === undefined) return undefined;
  return process.reward.map((_, pair) => columns[`r${pair}`]?.Primal ?? 0);
}

/**
 * How much a reward tells, within a few steps, of what is best in a task: I(R) of `informativeReward`, 0 at most.
 *
 * @param reward - [S·A] R, whose best actions should be the task's
 * @param process - the task
 * @paper 056 §Mechanism (informativeness)
 */
export function informativeness(
  reward: ArrayLike<number>,
  process: DecisionProcess,
  horizons: readonly number[] = HORIZONS,
): number {
  const { states, actions } = process;
  const gaps = gapsOf(process);
  let sum = 0;
  for (const h of horizons) {
    const lacks = new Float64Array(states);
    for (const [pair, terms] of advantagesOf(process, gaps.chosen, h)) {
      if (gaps.best[pair] === 1) continue;
      const state = Math.floor(pair / actions);
      let advantage = 0;
      for (const [place, factor] of terms) advantage += factor * (reward[place] as number);
      lacks[state] = Math.max(lacks[state] as number, (gaps.gap[state] as number) - advantage);
    }
    sum += lacks.reduce((total, lack) => total + lack, 0);
  }
  return -sum / (horizons.length * states);
}

function gapsOf(process: DecisionProcess): Gaps {
  const { states, actions } = process;
  const { actionValues, values } = valueIteration(process, { tolerance: 1e-10 });
  const best = optimalActions(process);
  const chosen = new Int32Array(states);
  const gap = new Float64Array(states);
  for (let s = 0; s < states; s++) {
    const row = s * actions;
    chosen[s] = best.subarray(row, row + actions).indexOf(1);
    let second = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < actions; a++) {
      if (best[row + a] === 0) second = Math.max(second, actionValues[row + a] as number);
    }
    gap[s] = Number.isFinite(second) ? (values[s] as number) - second : 0;
  }
  return { chosen, best, gap };
}

/** A_h(s, a) of every action but the one that is chosen, as a sum of rewards. */
function advantagesOf(process: DecisionProcess, chosen: Int32Array, horizon: number): ReadonlyMap<number, Terms> {
  const { states, actions, offsets, next, probability, discount } = process;
  const visits = visitsOf(process, chosen, horizon);
  const earned = (pair: number): Map<number, number> => {
    const terms = new Map([[pair, 1]]);
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      const row = (next[m] as number) * states;
      for (let s = 0; s < states; s++) {
        const factor = discount * (probability[m] as number) * (visits[row + s] as number);
        const place = s * actions + (chosen[s] as number);
        if (factor !== 0) terms.set(place, (terms.get(place) ?? 0) + factor);
      }
    }
    return terms;
  };
  const advantages = new Map<number, Terms>();
  for (let pair = 0; pair < states * actions; pair++) {
    const own = Math.floor(pair / actions) * actions + (chosen[Math.floor(pair / actions)] as number);
    if (pair === own) continue;
    const difference = earned(own);
    for (const [place, factor] of earned(pair)) difference.set(place, (difference.get(place) ?? 0) - factor);
    advantages.set(pair, difference);
  }
  return advantages;
}

/** [S·S] discounted visits of the chosen actions in the first h steps from each state: U_h = 1 + γ·P·U_{h − 1}. */
function visitsOf(process: DecisionProcess, chosen: Int32Array, horizon: number): Float64Array {
  const { states, actions, offsets, next, probability, discount } = process;
  let visits = new Float64Array(states * states);
  for (let h = 1, weight = 1; h <= horizon && weight > 1e-12; h++, weight *= discount) {
    const longer = new Float64Array(states * states);
    for (let s = 0; s < states; s++) {
      longer[s * states + s] = 1;
      const pair = s * actions + (chosen[s] as number);
      for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
        const factor = discount * (probability[m] as number);
        const row = (next[m] as number) * states;
        for (let to = 0; to < states; to++) {
          longer[s * states + to] = (longer[s * states + to] as number) + factor * (visits[row + to] as number);
        }
      }
    }
    visits = longer;
  }
  return visits;
}
