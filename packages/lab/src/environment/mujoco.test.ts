import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import fixture from "./fixtures/mujoco.json" with { type: "json" };
import { mujoco } from "./mujoco.ts";
import { HOPPER, INVERTED_PENDULUM, type MujocoModel, REACHER } from "./mujoco-model.ts";

interface Row {
  readonly qpos: readonly number[];
  readonly qvel: readonly number[];
  readonly action: readonly number[];
  readonly observation: readonly number[];
  readonly reward: number;
  readonly terminated: boolean;
}

const MODELS: readonly [string, MujocoModel][] = [
  ["Hopper-v5", HOPPER],
  ["Reacher-v5", REACHER],
  ["InvertedPendulum-v5", INVERTED_PENDULUM],
];

describe("mujoco", () => {
  it.each(MODELS)("makes the steps of Gymnasium's %s", async (_, model) => {
    const environment = await mujoco(model, 1);
    const rows = (fixture.transitions as unknown as { readonly [id: string]: readonly Row[] })[
      model.id
    ] as readonly Row[];
    expect(rows.length).toBe(24);
    let furthest = 0;
    for (const row of rows) {
      const [age, draws, keys, shown] = environment.save() as [Float64Array, Float64Array, Float64Array, Float64Array];
      age.fill(0);
      const warm = new Float64Array(row.qvel.length);
      environment.restore([age, draws, keys, shown, Float64Array.from(row.qpos), Float64Array.from(row.qvel), warm]);
      environment.step(row.action);
      expect(environment.terminated[0]).toBe(row.terminated ? 1 : 0);
      const seen = row.terminated ? environment.finalObservations : environment.observations;
      row.observation.forEach((value, k) => {
        furthest = Math.max(furthest, Math.abs(value - (seen[k] as number)) / Math.max(1, Math.abs(value)));
      });
      furthest = Math.max(furthest, Math.abs(row.reward - (environment.rewards[0] as number)));
    }
    environment.close?.();
    // Observations are numbers of 32 bits.
    expect(furthest).toBeLessThan(1e-6);
  });

  it.each(MODELS)("keeps what environments promise: %s", async (_, model) => {
    const made = await Promise.all([mujoco(model, 3), mujoco(model, 3), mujoco(model, 1)]);
    checkEnvironment(
      (count) =>
        made.find((one) => one.count === count && made.splice(made.indexOf(one), 1).length > 0) as (typeof made)[0],
    );
  });
});
