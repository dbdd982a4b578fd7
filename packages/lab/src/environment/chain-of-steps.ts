import type { Dynamics } from "./vectorise.ts";

export interface ChainOfStepsOptions {
  /** Steps that a solution needs. Default 4. */
  readonly needed?: number;
  /** The most steps of an episode. Default 20. */
  readonly maxSteps?: number;
  /** Chance that a step of the solution brings in an error nobody sees. Default 0.08. */
  readonly slip?: number;
  /** Chance of being right with an error, or with too few steps. Default 0.05. */
  readonly luck?: number;
  /** Deviation of the process reward's noise. Default 0.04. */
  readonly noise?: number;
}

/** What an action does. */
const [SOLVE, REPEAT, ANSWER] = [0, 1, 2];

/**
 * A solution in steps, each scored by a process reward model that likes what looks right.
 *
 *   SOLVE   one step further, with an unseen error at chance 0.08       score 0.90 free of errors, else 0.35
 *   REPEAT  no step further, but it looks right                         score + 0.04
 *   ANSWER  ends: right if all 4 steps are there and free of errors, else with chance 0.05
 *
 * The observation is the number of steps solved (one-hot), which shows no error. The reward is that of the answer.
 * Signals of a step: `success`; `score`: that of the model with noise of 0.04, 0 for an answer; `active`: 1; `solved`:
 * steps solved before it; `age`: its number from 1.
 *
 * @paper 043 §Experiment
 */
export function chainOfSteps(options: ChainOfStepsOptions = {}): Dynamics {
  const { needed = 4, maxSteps = 20, slip = 0.08, luck = 0.05, noise = 0.04 } = options; // 043 §Experiment
  // A row: steps solved, whether there is an error, age; then what is measured of the last step.
  const [ERROR, AGE, SUCCESS, SCORE, BEFORE] = [1, 2, 3, 4, 5];
  const states = needed + 1;
  return {
    id: "chain-of-steps@1",
    observation: { kind: "box", low: new Array(states).fill(0), high: new Array(states).fill(1) },
    action: { kind: "discrete", size: 3 },
    stateSize: 6,
    maxSteps,
    signals: ["success", "score", "active", "solved", "age"],
    start(state, at) {
      state.fill(0, at, at + 6);
    },
    step(state, at, actions, action, draw, out) {
      const chosen = actions[action] as number;
      const [solved, chance] = [state[at] as number, draw.uniform()];
      state[at + BEFORE] = solved;
      state[at + AGE] = (state[at + AGE] as number) + 1;
      if (chosen === SOLVE) {
        state[at] = Math.min(needed, solved + 1);
        if (chance < slip) state[at + ERROR] = 1;
      }
      const isSound = state[at + ERROR] === 0;
      const isRight = chosen === ANSWER && ((solved === needed && isSound) || chance < luck);
      const looks = (isSound ? 0.9 : 0.35) + (chosen === REPEAT ? 0.04 : 0); // 043 §Experiment
      const wobble = noise * draw.normal();
      state[at + SUCCESS] = isRight ? 1 : 0;
      state[at + SCORE] = chosen === ANSWER ? 0 : looks + wobble;
      out.reward = isRight ? 1 : 0;
      out.terminated = chosen === ANSWER;
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + states);
      out[to + (state[at] as number)] = 1;
    },
    measure(state, at, out) {
      out[0] = state[at + SUCCESS] as number;
      out[1] = state[at + SCORE] as number;
      out[2] = 1;
      out[3] = state[at + BEFORE] as number;
      out[4] = state[at + AGE] as number;
    },
  };
}
