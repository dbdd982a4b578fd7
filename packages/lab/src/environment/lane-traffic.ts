import type { Dynamics } from "./vectorise.ts";

export interface LaneTrafficOptions {
  readonly maxSteps?: number;
  /** Probability that the car ahead brakes in a step. */
  readonly braking?: number;
}

const [LANES, GAPS, SPEEDS] = [3, 7, 4] as const;
/** Cells that the car ahead goes in a step. */
const LEADER = 2;

/**
 * Follows a car on three lanes: how fast can one be and stay safe?
 *
 * State: lane, gap 0–6 to the car ahead, speed 0–3, as one number. Actions: brake, accelerate, left, right, keep. Each
 * step the gap grows by 2 − speed, and by −2 where the car ahead brakes (probability 0.2); at 0 it is a crash: −1, over.
 * A new lane has a car 2–6 ahead. Signals: `gold` the share of the route (speed/3/steps), `speed`, `gap`, `danger` (1 at
 * a gap ≤ 2 with speed ≥ 2, ½ when slower), `centre` (1 − distance from the middle lane/3) and `crash`. How gaps follow
 * from speeds and lanes is not in the paper.
 *
 * @paper 131 §Experiment
 *
 * ```ts doctest
 * import { laneTraffic } from "@guerdon/lab/environment";
 * laneTraffic().observation // => { kind: "discrete", size: 84 }
 * ```
 */
export function laneTraffic({ maxSteps = 60, braking = 0.2 }: LaneTrafficOptions = {}): Dynamics {
  return {
    id: "lane-traffic@1",
    observation: { kind: "discrete", size: LANES * GAPS * SPEEDS },
    action: { kind: "discrete", size: 5 },
    stateSize: 3,
    maxSteps,
    signals: ["gold", "speed", "gap", "danger", "centre", "crash"],
    start(state, at, draw) {
      state[at] = 1;
      state[at + 1] = 4 + draw.whole(3);
      state[at + 2] = 1;
    },
    step(state, at, actions, action, draw, out) {
      const chosen = actions[action] as number;
      const lane = (state[at] as number) + Number(chosen === 3) - Number(chosen === 2);
      const speed = (state[at + 2] as number) + Number(chosen === 1) - Number(chosen === 0);
      const isNew = chosen > 1 && chosen < 4 && lane >= 0 && lane < LANES;
      if (isNew) {
        state[at] = lane;
        state[at + 1] = 2 + draw.whole(5);
      }
      state[at + 2] = Math.max(0, Math.min(SPEEDS - 1, speed));
      const brake = draw.uniform() < braking ? 2 : 0;
      const gap = (state[at + 1] as number) + LEADER - (state[at + 2] as number) - brake;
      state[at + 1] = Math.max(0, Math.min(GAPS - 1, gap));
      out.terminated = gap <= 0;
      out.reward = gap <= 0 ? -1 : 0;
    },
    observe(state, at, out, to) {
      out.fill(0, to, to + LANES * GAPS * SPEEDS);
      const [lane, gap, speed] = [state[at] as number, state[at + 1] as number, state[at + 2] as number];
      out[to + (lane * GAPS + gap) * SPEEDS + speed] = 1;
    },
    measure(state, at, out) {
      const [lane, gap, speed] = [state[at] as number, state[at + 1] as number, state[at + 2] as number];
      out[0] = speed / (SPEEDS - 1) / maxSteps;
      out[1] = speed;
      out[2] = gap;
      out[3] = gap > 2 ? 0 : speed >= 2 ? 1 : 0.5;
      out[4] = 1 - Math.abs(lane - 1) / 3;
      out[5] = Number(gap === 0);
    },
  };
}
