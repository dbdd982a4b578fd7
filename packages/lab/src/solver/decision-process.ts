import { RewardError } from "@guerdon/core/error";

/**
 * A finite Markov decision process in columns; a state without future is one that only leads to itself for nothing.
 *
 * Transitions are sparse: those of state s and action a are `offsets[s·A + a] … offsets[s·A + a + 1] − 1`.
 */
export interface DecisionProcess {
  /** S */
  readonly states: number;
  /** A */
  readonly actions: number;
  /** [S·A + 1] */
  readonly offsets: Int32Array;
  /** [M] state that a transition leads to. */
  readonly next: Int32Array;
  /** [M] its probability; those of a state and action add up to 1. */
  readonly probability: Float64Array;
  /** [M] reward of the transition. */
  readonly gain: Float64Array;
  /** [S·A] expected reward of taking an action in a state. */
  readonly reward: Float64Array;
  /** γ, in [0, 1) */
  readonly discount: number;
}

/** What one state and action lead to. */
export interface Transition {
  readonly next: number;
  readonly probability: number;
}

/**
 * A decision process from functions of state, action and the state they lead to.
 *
 * @throws RewardError GUERDON_OPTION when probabilities do not add up to 1 or the discount is not in [0, 1)
 *
 * ```ts doctest
 * import { decisionProcess } from "@guerdon/lab/solver";
 * const loop = decisionProcess({ states: 1, actions: 2, discount: 0.5, transitions: () => [{ next: 0, probability: 1 }], reward: (_, a) => a });
 * [...loop.reward] // => [0, 1]
 * ```
 */
export function decisionProcess(spec: {
  readonly states: number;
  readonly actions: number;
  readonly discount: number;
  transitions(state: number, action: number): readonly Transition[];
  reward(state: number, action: number, next: number): number;
}): DecisionProcess {
  const { states, actions, discount } = spec;
  if (!(discount >= 0 && discount < 1)) {
    throw new RewardError("GUERDON_OPTION", `Expected \`discount\` to be in [0, 1), got ${discount}.`);
  }
  const offsets = new Int32Array(states * actions + 1);
  const next: number[] = [];
  const probability: number[] = [];
  const gain: number[] = [];
  const reward = new Float64Array(states * actions);
  for (let pair = 0; pair < states * actions; pair++) {
    const [state, action] = [Math.floor(pair / actions), pair % actions];
    const leads = spec.transitions(state, action);
    requireProbabilities(leads, state, action, states);
    for (const to of leads) {
      next.push(to.next);
      probability.push(to.probability);
      const paid = spec.reward(state, action, to.next);
      gain.push(paid);
      reward[pair] = (reward[pair] as number) + to.probability * paid;
    }
    offsets[pair + 1] = next.length;
  }
  return {
    states,
    actions,
    discount,
    offsets,
    reward,
    next: Int32Array.from(next),
    probability: Float64Array.from(probability),
    gain: Float64Array.from(gain),
  };
}

/** [S·A] r + γ·E[v(next)]: what each action is worth when `values` is what comes after. */
export function actionValues(process: DecisionProcess, values: Float64Array, out: Float64Array): Float64Array {
  const { offsets, next, probability, reward, discount } = process;
  for (let pair = 0; pair < reward.length; pair++) {
    let expected = 0;
    for (let m = offsets[pair] as number; m < (offsets[pair + 1] as number); m++) {
      expected += (probability[m] as number) * (values[next[m] as number] as number);
    }
    out[pair] = (reward[pair] as number) + discount * expected;
  }
  return out;
}

const SUM_TOLERANCE = 1e-9;

function requireProbabilities(leads: readonly Transition[], state: number, action: number, states: number): void {
  const sum = leads.reduce((total, { probability }) => total + probability, 0);
  const isWrong = leads.some(({ next, probability }) => !(probability >= 0) || !(next >= 0 && next < states));
  if (!isWrong && Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected the transitions of state ${state} and action ${action} to lead to states 0 … ${states - 1} with probabilities that add up to 1, got ${sum}.`,
    { details: { state, action, sum } },
  );
}
