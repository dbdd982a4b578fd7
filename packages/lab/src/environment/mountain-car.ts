import { RewardError } from "@guerdon/core/error";
import type { Dynamics } from "./vectorise.ts";

const LEFT = -1.2;
const RIGHT = 0.6;
const MAX_SPEED = 0.07;
const SLOPE = 0.0025;

/** MountainCar-v0 and MountainCarContinuous-v0 differ in these. */
const KINDS = {
  discrete: { goal: 0.5, force: 0.001, maxSteps: 200 },
  continuous: { goal: 0.45, force: 0.0015, maxSteps: 999 },
} as const;

/**
 * Drives a weak car out of a valley: MountainCar-v0 (three pushes) or MountainCarContinuous-v0 (one force) of Gymnasium.
 *
 *   v ← v + force·u − 0.0025·cos(3·x),   x ← x + v
 *
 * Discrete: −1 a step until x ≥ 0.5. Continuous: 100 at x ≥ 0.45, less 0.1·u² a step.
 */
export function mountainCar(control: "discrete" | "continuous" = "discrete"): Dynamics {
  const kind = KINDS[control];
  if (kind === undefined) {
    throw new RewardError("GUERDON_OPTION", `Expected \`control\` to be discrete or continuous, got ${control}.`);
  }
  return {
    id: control === "discrete" ? "mountain-car@1" : "mountain-car-continuous@1",
    observation: { kind: "box", low: [LEFT, -MAX_SPEED], high: [RIGHT, MAX_SPEED] },
    action: control === "discrete" ? { kind: "discrete", size: 3 } : { kind: "box", low: [-1], high: [1] },
    stateSize: 2,
    maxSteps: kind.maxSteps,
    start(state, at, draw) {
      state[at] = draw.between(-0.6, -0.4);
      state[at + 1] = 0;
    },
    step(state, at, actions, action, _, out) {
      const given = actions[action] as number;
      const push = control === "discrete" ? given - 1 : Math.min(1, Math.max(-1, given));
      const place = state[at] as number;
      const speed = (state[at + 1] as number) + kind.force * push - SLOPE * Math.cos(3 * place);
      const kept = Math.min(MAX_SPEED, Math.max(-MAX_SPEED, speed));
      const next = Math.min(RIGHT, Math.max(LEFT, place + kept));
      state[at] = next;
      state[at + 1] = next === LEFT && kept < 0 ? 0 : kept;
      out.terminated = next >= kind.goal && (state[at + 1] as number) >= 0;
      out.reward = control === "discrete" ? -1 : (out.terminated ? 100 : 0) - 0.1 * given * given;
    },
    observe(state, at, out, to) {
      out[to] = state[at] as number;
      out[to + 1] = state[at + 1] as number;
    },
  };
}
