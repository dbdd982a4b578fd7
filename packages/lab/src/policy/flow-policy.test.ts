import { beforeAll, describe, expect, it } from "vitest";
import { gradientError } from "../tensor/gradient-check.test-support.ts";
import {
  adamw,
  createLearner,
  type HostInputs,
  type HostTree,
  type Learner,
  mapHost,
  normalArray,
  startEngine,
} from "../tensor/index.ts";
import { parityGap, slopesOf, weighedOutputs } from "../tensor/parity-gate.test-support.ts";
import { denoisingSchedule } from "./denoising-schedule.ts";
import { type FlowPolicyOptions, flowPolicy } from "./flow-policy.ts";
import { writeFlowTime } from "./flow-shape.ts";
import { actedRows } from "./policy.ts";

const N = 12;
const shape = { size: 3, conditions: 2 };
const schedule = denoisingSchedule({ steps: 4, noise: { kind: "scaled", level: 0.7, scale: [1, 1, 0, 1] } });
const make = (more: Partial<FlowPolicyOptions> = {}) =>
  flowPolicy({ ...shape, hidden: [16, 8], critic: true, ...more });

const parametersOf = (policy: ReturnType<typeof make>): HostTree =>
  mapHost(policy.model.parameters(3), ({ shape: form }, path) => normalArray(path.length + 11, form, 0.5));

/** Rows of noisy samples at all steps; the third step of four draws nothing. */
function observations(width: number): Float32Array {
  const rows = normalArray(5, [N, width], 1).data;
  for (let n = 0; n < N; n++) writeFlowTime(shape, schedule[n % 4] as (typeof schedule)[0], rows, n * width);
  return rows;
}

function acted(policy: ReturnType<typeof make>) {
  const actor = policy.actor(N);
  actor.load(parametersOf(policy));
  const rows = actedRows(N, policy.actionWidth);
  const shown = observations(policy.observationWidth);
  actor.act(shown, rows, { key: 7, step: 1 });
  const inputs: HostInputs = {
    observations: { data: shown, shape: [N, policy.observationWidth] },
    actions: { data: Float32Array.from(rows.drawn), shape: [N, policy.actionWidth] },
  };
  return { rows, inputs };
}

beforeAll(() => startEngine());

describe.each([
  ["on kernels", {}],
  ["on the tensor engine", { kernels: false }],
  ["with densities by number", { density: "mean" }],
] as const)("flowPolicy %s", (_, more) => {
  const policy = make(more);

  it("draws with the density it says: against the formula by hand", () => {
    const { rows } = acted(policy);
    for (let n = 0; n < N; n++) {
      const { deviation: s } = schedule[n % 4] as (typeof schedule)[0];
      let expected = 0;
      for (let d = 0; d < 3; d++) {
        const [u, v] = [rows.drawn[6 * n + d] as number, rows.drawn[6 * n + 3 + d] as number];
        if (s === 0) expect(u).toBe(v);
        else expected += Math.log(Math.exp(-(((u - v) / s) ** 2) / 2) / (s * Math.sqrt(2 * Math.PI)));
      }
      const share = (more as { density?: string }).density === "mean" ? 1 / 3 : 1;
      expect(rows.logProbs[n]).toBeCloseTo(share * expected, 5);
    }
  });

  it("acts as its model and its learner say, to 2e-5", async () => {
    const { rows, inputs } = acted(policy);
    const start = { seed: 1, parameters: parametersOf(policy) };
    const learners = [policy.learner?.(adamw(), start), await createLearner(policy.model, adamw(), start)];
    for (const learner of learners.filter((one): one is Learner => one !== undefined)) {
      const { logProbs, values, entropy } = learner.forward(inputs);
      for (let n = 0; n < N; n++) {
        expect(Math.abs((logProbs?.[n] as number) - (rows.logProbs[n] as number))).toBeLessThan(5e-5);
        expect(Math.abs((values?.[n] as number) - (rows.values[n] as number))).toBeLessThan(1e-5);
        if (n % 4 === 2) expect([logProbs?.[n], entropy?.[n]]).toEqual([-0, 0].map(() => expect.closeTo(0, 12)));
      }
      learner.close();
    }
  });

  it("has right gradients (relative error ≤ 1e-3) and agrees with the interpreter", async () => {
    const run = weighedOutputs(policy.model, acted(policy).inputs);
    expect(await gradientError(run, parametersOf(policy))).toBeLessThan(1e-3);
    expect(await parityGap(slopesOf(run), parametersOf(policy))).toBeLessThan(1e-4);
  });
});

it("the learner on kernels takes the steps of the one on the engine", async () => {
  const policy = make();
  const { inputs } = acted(policy);
  const start = { seed: 1, parameters: parametersOf(policy) };
  const learners = [policy.learner?.(adamw(), start) as Learner, await createLearner(policy.model, adamw(), start)];
  const gradients = {
    logProbs: Float64Array.from({ length: N }, (_, n) => Math.cos(n)),
    entropy: new Float64Array(N).fill(0.3),
    values: Float64Array.from({ length: N }, (_, n) => Math.sin(n)),
  };
  const norms = learners.map((learner) => learner.step(inputs, gradients).gradientNorm);
  expect(Math.abs((norms[0] as number) / (norms[1] as number) - 1)).toBeLessThan(1e-4);
  const [one, other] = learners.map((learner) => learner.forward(inputs).logProbs as Float32Array);
  for (let n = 0; n < N; n++) expect(Math.abs((one?.[n] as number) - (other?.[n] as number))).toBeLessThan(2e-3);
  for (const learner of learners) learner.close();
});
