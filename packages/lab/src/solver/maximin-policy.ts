import { RewardError } from "@guerdon/core/error";
import type { DecisionProcess } from "./decision-process.ts";
import { solveHighsProgram } from "./highs-program.ts";

/** The policy that is best where the worst of several rewards counts. */
export interface MaximinPolicy {
  /** [S·A] discounted visits of each state and action. */
  readonly visits: Float64Array;
  /** What the worst reward earns. */
  readonly value: number;
}

/**
 * The policy whose worst return under several rewards is the greatest, by a linear program over what it visits.
 *
 *   maximise t   subject to   t ≤ Σ d(s, a)·r_k(s, a) − c_k for each k,   Σ_a d(s, a) = start(s) + γ·Σ P(s|s′, a′)·d(s′, a′),   d ≥ 0
 *
 * @param start - [S] probability of each first state
 * @param rewards - K × [S·A]
 * @param baselines - [K] c, what each return is compared with; 0 when absent
 * @throws RewardError GUERDON_OPTION without a reward
 * @throws RewardError GUERDON_ENGINE_MISSING without the package `highs`
 * @paper Syed, Bowling & Schapire 2008, "Apprenticeship learning using linear programming"; 087 §Pieces (riskAverse)
 */
export async function maximinPolicy(
  process: DecisionProcess,
  start: ArrayLike<number>,
  rewards: readonly Float64Array[],
  baselines: ArrayLike<number> = [],
): Promise<MaximinPolicy> {
  if (rewards.length === 0) throw new RewardError("GUERDON_OPTION", "Expected at least one reward, got none.");
  const { states, actions, discount, offsets, next, probability } = process;
  const pairs = states * actions;
  const flows = Array.from({ length: states }, () => new Map<number, number>());
  for (let pair = 0; pair < pairs; pair++) {
    const add = (state: number, factor: number): void => {
      const flow = flows[state] as Map<number, number>;
      flow.set(pair, (flow.get(pair) ?? 0) + factor);
    };
    add(Math.floor(pair / actions), 1);
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++)
      add(next[m] as number, -discount * (probability[m] as number));
  }
  const program = [
    "Maximize",
    " obj: t",
    "Subject To",
    ...flows.map((flow, state) => ` f${state}: ${sumOf(flow)} = ${start[state]}`),
    ...rewards.map(
      (reward, k) =>
        ` r${k}: t ${sumOf(new Map(Array.from(reward, (value, pair) => [pair, -value])))} <= ${-(baselines[k] ?? 0)}`,
    ),
    "Bounds",
    " t free",
    "End",
  ];
  const columns = await solveHighsProgram(program.join("\n"));
  if (columns === undefined) throw new Error("The linear program of a policy has no optimum.");
  return {
    visits: Float64Array.from({ length: pairs }, (_, pair) => columns[`d${pair}`]?.Primal ?? 0),
    value: columns.t?.Primal as number,
  };
}

function sumOf(terms: ReadonlyMap<number, number>): string {
  return [...terms]
    .filter(([, factor]) => factor !== 0)
    .map(([pair, factor]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} d${pair}`)
    .join(" ");
}
