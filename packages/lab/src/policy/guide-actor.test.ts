import { describe, expect, it } from "vitest";
import { adamw, createLearner, type HostTree, hostArray, type Learner } from "../tensor/index.ts";
import { denoisingSchedule } from "./denoising-schedule.ts";
import { flowPolicy } from "./flow-policy.ts";
import { writeFlowTime } from "./flow-shape.ts";
import type { Guide } from "./guide-actor.ts";
import { actedRows } from "./policy.ts";

const shape = { size: 2, conditions: 1 };
const N = 6;
const schedule = denoisingSchedule({ steps: 3, noise: { kind: "constant", level: 0.5, scale: [1, 0, 1] } });

function acted(guide?: Guide, density: "sum" | "mean" = "sum") {
  const policy = flowPolicy({ ...shape, hidden: [8], density, ...(guide === undefined ? {} : { guide }) });
  const parameters: HostTree = policy.model.parameters(4);
  const actor = policy.actor(N);
  actor.load(parameters);
  const width = policy.observationWidth;
  const observations = new Float32Array(N * width);
  for (let n = 0; n < N; n++) {
    observations.set([n / 4, -n / 8, n], n * width);
    writeFlowTime(shape, schedule[n % 3] as (typeof schedule)[0], observations, n * width);
  }
  const rows = actedRows(N, 4);
  actor.act(observations, rows, { key: 3, step: 0 });
  return { policy, parameters, rows, observations };
}

describe("a guide", () => {
  it("moves the next sample by what it says, at its point, condition and times", () => {
    const guide: Guide = ({ point, condition, time, next }, shift) => {
      shift[0] = 2 * (time - next) * (point[0] as number);
      shift[1] = condition[0] as number;
    };
    const [plain, guided] = [acted().rows, acted(guide).rows];
    for (let n = 0; n < N; n++) {
      const { gain, time, next } = schedule[n % 3] as (typeof schedule)[0];
      const moved = [0, 1].map(
        (d) => gain * ((guided.actions[4 * n + d] as number) - (plain.actions[4 * n + d] as number)),
      );
      expect(moved[0]).toBeCloseTo((2 * (time - next) * n) / 4, 5);
      expect(moved[1]).toBeCloseTo(n, 5);
    }
  });

  it.each(["sum", "mean"] as const)(
    "leaves the density that of the policy: the learner says the same, by %s",
    async (density) => {
      const guide: Guide = (_, shift) => shift.fill(0.3);
      const { policy, parameters, rows, observations } = acted(guide, density);
      const start = { seed: 1, parameters };
      const inputs = {
        observations: hostArray([N, policy.observationWidth], observations),
        actions: hostArray([N, 4], Float32Array.from(rows.drawn)),
      };
      for (const learner of [
        policy.learner?.(adamw(), start) as Learner,
        await createLearner(policy.model, adamw(), start),
      ]) {
        const { logProbs } = learner.forward(inputs);
        for (let n = 0; n < N; n++) {
          const said = logProbs?.[n] as number;
          expect(Math.abs(said - (rows.logProbs[n] as number))).toBeLessThan(1e-4 * (1 + Math.abs(said)));
        }
        learner.close();
      }
    },
  );
});
