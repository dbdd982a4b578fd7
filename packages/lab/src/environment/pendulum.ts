import type { Dynamics } from "./vectorise.ts";

const GRAVITY = 10;
const SECONDS = 0.05;
const MAX_SPEED = 8;
const MAX_TORQUE = 2;

/**
 * Swings a pendulum up and holds it: Pendulum-v1 of Gymnasium.
 *
 *   cost = θ² + 0.1·θ̇² + 0.001·u²,   θ in [−π, π) from upright;   θ̈ = 15·sin θ + 3·u, steps of 0.05 s
 *
 * Observation cos θ, sin θ, θ̇; action one torque, clipped to ±2; 200 steps, never terminated.
 *
 * ```ts doctest
 * import { pendulum } from "@guerdon/lab/environment";
 * pendulum().maxSteps // => 200
 * ```
 */
export function pendulum(): Dynamics {
  return {
    id: "pendulum@1",
    observation: { kind: "box", low: [-1, -1, -MAX_SPEED], high: [1, 1, MAX_SPEED] },
    action: { kind: "box", low: [-MAX_TORQUE], high: [MAX_TORQUE] },
    stateSize: 2,
    maxSteps: 200,
    start(state, at, draw) {
      state[at] = draw.between(-Math.PI, Math.PI);
      state[at + 1] = draw.between(-1, 1);
    },
    step(state, at, actions, action, _, out) {
      const angle = state[at] as number;
      const speed = state[at + 1] as number;
      const torque = Math.min(MAX_TORQUE, Math.max(-MAX_TORQUE, actions[action] as number));
      const off = fromUpright(angle);
      out.reward = -(off * off + 0.1 * speed * speed + 0.001 * torque * torque);
      const faster = speed + (1.5 * GRAVITY * Math.sin(angle) + 3 * torque) * SECONDS;
      const kept = Math.min(MAX_SPEED, Math.max(-MAX_SPEED, faster));
      state[at] = angle + kept * SECONDS;
      state[at + 1] = kept;
    },
    observe(state, at, out, to) {
      out[to] = Math.cos(state[at] as number);
      out[to + 1] = Math.sin(state[at] as number);
      out[to + 2] = state[at + 1] as number;
    },
  };
}

/** An angle in [−π, π). */
function fromUpright(angle: number): number {
  const turn = 2 * Math.PI;
  return ((((angle + Math.PI) % turn) + turn) % turn) - Math.PI;
}
