import type { Dynamics } from "./vectorise.ts";

const GRAVITY = 9.8;
const CART = 1;
const POLE = 0.1;
const TOTAL = CART + POLE;
/** Half of the pole, in metres. */
const LENGTH = 0.5;
const MOMENT = POLE * LENGTH;
const FORCE = 10;
const SECONDS = 0.02;
/** Metres and radians beyond which an episode has failed. */
const FARTHEST = 2.4;
const STEEPEST = (12 * 2 * Math.PI) / 360;

/**
 * Balances a pole on a cart: CartPole-v1 of Gymnasium.
 *
 *   t = (F + mₚl·θ̇²·sin θ) / m,   θ̈ = (g·sin θ − t·cos θ) / (l·(4/3 − mₚ·cos²θ / m)),   ẍ = t − mₚl·θ̈·cos θ / m
 *
 * Explicit Euler steps of 0.02 s. Observation x, ẋ, θ, θ̇; actions −10 N and +10 N; reward 1 for every step, the last
 * one too; terminated beyond ±2.4 m or ±12°, truncated after 500 steps.
 *
 * ```ts doctest
 * import { cartPole } from "@guerdon/lab/environment";
 * cartPole().maxSteps // => 500
 * ```
 */
export function cartPole(): Dynamics {
  const high = [2 * FARTHEST, Number.POSITIVE_INFINITY, 2 * STEEPEST, Number.POSITIVE_INFINITY];
  return {
    id: "cart-pole@1",
    observation: { kind: "box", low: high.map((bound) => -bound), high },
    action: { kind: "discrete", size: 2 },
    stateSize: 4,
    maxSteps: 500,
    start(state, at, draw) {
      for (let k = 0; k < 4; k++) state[at + k] = draw.between(-0.05, 0.05);
    },
    step(state, at, actions, action, _, out) {
      const [speed, angle, turn] = [state[at + 1] as number, state[at + 2] as number, state[at + 3] as number];
      const force = actions[action] === 1 ? FORCE : -FORCE;
      const cosine = Math.cos(angle);
      const sine = Math.sin(angle);
      const push = (force + MOMENT * (turn * turn) * sine) / TOTAL;
      const turning = (GRAVITY * sine - cosine * push) / (LENGTH * (4 / 3 - (POLE * (cosine * cosine)) / TOTAL));
      const pulling = push - (MOMENT * turning * cosine) / TOTAL;
      const place = (state[at] as number) + SECONDS * speed;
      const tilt = angle + SECONDS * turn;
      state[at] = place;
      state[at + 1] = speed + SECONDS * pulling;
      state[at + 2] = tilt;
      state[at + 3] = turn + SECONDS * turning;
      out.reward = 1;
      out.terminated = Math.abs(place) > FARTHEST || Math.abs(tilt) > STEEPEST;
    },
    observe(state, at, out, to) {
      for (let k = 0; k < 4; k++) out[to + k] = state[at + k] as number;
    },
  };
}
