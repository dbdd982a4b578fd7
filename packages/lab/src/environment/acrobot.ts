import type { Dynamics } from "./vectorise.ts";

const SECONDS = 0.2;
const MAX_SPEEDS = [4 * Math.PI, 9 * Math.PI] as const;
const GRAVITY = 9.8;

/**
 * Swings a two-link arm over a line by a torque at its elbow: Acrobot-v1 of Gymnasium ("book" equations, RK4, 0.2 s).
 *
 * Links of length and mass 1, centres at 1/2, moments of inertia 1. Observation cos θ₁, sin θ₁, cos θ₂, sin θ₂, θ̇₁, θ̇₂;
 * torques −1, 0, 1; −1 a step until −cos θ₁ − cos(θ₁ + θ₂) > 1, 500 steps.
 */
export function acrobot(): Dynamics {
  const bounds = [1, 1, 1, 1, ...MAX_SPEEDS];
  const slopes = [0, 1, 2, 3].map(() => new Float64Array(4)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const middle = new Float64Array(4);
  return {
    id: "acrobot@1",
    observation: { kind: "box", low: bounds.map((bound) => -bound), high: bounds },
    action: { kind: "discrete", size: 3 },
    stateSize: 4,
    maxSteps: 500,
    start(state, at, draw) {
      for (let k = 0; k < 4; k++) state[at + k] = draw.between(-0.1, 0.1);
    },
    step(state, at, actions, action, _, out) {
      const torque = (actions[action] as number) - 1;
      const row = state.subarray(at, at + 4);
      slopesAt(row, torque, slopes[0]);
      for (let stage = 1; stage < 4; stage++) {
        const share = stage === 3 ? SECONDS : SECONDS / 2;
        for (let k = 0; k < 4; k++)
          middle[k] = (row[k] as number) + share * ((slopes[stage - 1] as Float64Array)[k] as number);
        slopesAt(middle, torque, slopes[stage] as Float64Array);
      }
      for (let k = 0; k < 4; k++) {
        const [a, b, c, d] = slopes.map((slope) => slope[k]) as [number, number, number, number];
        row[k] = (row[k] as number) + (SECONDS / 6) * (a + 2 * b + 2 * c + d);
      }
      settle(row);
      out.terminated = -Math.cos(row[0] as number) - Math.cos((row[1] as number) + (row[0] as number)) > 1;
      out.reward = out.terminated ? 0 : -1;
    },
    observe(state, at, out, to) {
      for (const k of [0, 1]) {
        out[to + 2 * k] = Math.cos(state[at + k] as number);
        out[to + 2 * k + 1] = Math.sin(state[at + k] as number);
        out[to + 4 + k] = state[at + 2 + k] as number;
      }
    },
  };
}

/** θ̇ and θ̈ of both links (Sutton & Barto 1998, example 11.3). */
function slopesAt(row: Float64Array, torque: number, out: Float64Array): void {
  const [angle, elbow, speed, elbowSpeed] = row as unknown as [number, number, number, number];
  const inertia = 0.25 + (1 + 0.25 + Math.cos(elbow)) + 2;
  const coupling = 0.25 + 0.5 * Math.cos(elbow) + 1;
  const pull = 0.5 * GRAVITY * Math.cos(angle + elbow - Math.PI / 2);
  const load =
    -0.5 * elbowSpeed ** 2 * Math.sin(elbow) -
    elbowSpeed * speed * Math.sin(elbow) +
    1.5 * GRAVITY * Math.cos(angle - Math.PI / 2) +
    pull;
  const turn =
    (torque + (coupling / inertia) * load - 0.5 * speed ** 2 * Math.sin(elbow) - pull) /
    (0.25 + 1 - coupling ** 2 / inertia);
  out[0] = speed;
  out[1] = elbowSpeed;
  out[2] = -(coupling * turn + load) / inertia;
  out[3] = turn;
}

/** Angles in [−π, π], speeds within their bounds. */
function settle(row: Float64Array): void {
  for (const k of [0, 1] as const) {
    let angle = row[k] as number;
    while (angle > Math.PI) angle -= 2 * Math.PI;
    while (angle < -Math.PI) angle += 2 * Math.PI;
    row[k] = angle;
    const most = MAX_SPEEDS[k];
    row[2 + k] = Math.min(most, Math.max(-most, row[2 + k] as number));
  }
}
