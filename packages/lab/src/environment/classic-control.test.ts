import { describe, expect, it } from "vitest";
import { acrobot } from "./acrobot.ts";
import fixture from "./fixtures/classic-control.json" with { type: "json" };
import { mountainCar } from "./mountain-car.ts";
import { pendulum } from "./pendulum.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

interface Row {
  readonly state: readonly number[];
  readonly action: readonly number[];
  readonly next: readonly number[];
  readonly observation: readonly number[];
  readonly reward: number;
  readonly terminated: boolean;
}

const noDraw: Draw = { uniform: none, between: none, whole: none, normal: none };

function none(): never {
  throw new Error("A step of classic control draws nothing.");
}

/** The furthest that state, observation and reward are from Gymnasium's, relative to their size. */
function furthest(dynamics: Dynamics, row: Row): number {
  const state = Float64Array.from(row.state);
  const out: StepOutcome = { reward: 0, terminated: false };
  dynamics.step(state, 0, row.action, 0, noDraw, out);
  const seen = new Float32Array(row.observation.length);
  dynamics.observe(state, 0, seen, 0);
  if (out.terminated !== row.terminated) return Number.POSITIVE_INFINITY;
  const apart = (own: number, other: number): number => Math.abs(own - other) / Math.max(1, Math.abs(other));
  return Math.max(
    ...row.next.map((value, k) => apart(state[k] as number, value)),
    // Gymnasium shows 32-bit numbers.
    ...row.observation.map((value, k) => apart(seen[k] as number, value) / 1e3),
    apart(out.reward, row.reward),
  );
}

describe("classic control", () => {
  it.each([
    // Gymnasium multiplies a torque of 32 bits.
    ["pendulum", pendulum(), 5e-8, 0],
    ["mountain car", mountainCar(), 1e-9, 1],
    ["continuous mountain car", mountainCar("continuous"), 1e-6, 1],
    ["acrobot", acrobot(), 1e-9, 1],
  ])("makes the steps of Gymnasium's %s, ends among them", (_, dynamics, tolerance, ends) => {
    const rows = (fixture.transitions as { readonly [id: string]: readonly Row[] })[dynamics.id] as readonly Row[];
    expect(rows.length).toBe(60);
    expect(rows.filter(({ terminated }) => terminated).length).toBeGreaterThanOrEqual(ends);
    expect(Math.max(...rows.map((row) => furthest(dynamics, row)))).toBeLessThan(tolerance);
  });
});
