import { beforeAll, describe, expect, it } from "vitest";
import { adamw, createLearner, type HostInput, startEngine } from "../tensor/index.ts";
import { fixedGaussianHead } from "./fixed-gaussian-head.ts";
import { mlpPolicy } from "./mlp-policy.ts";
import { actedRows } from "./policy.ts";

const DEVIATION = 0.35;
const policy = mlpPolicy({
  inputs: 2,
  head: fixedGaussianHead(2, DEVIATION),
  hidden: [],
  critic: false,
  start: [-0.3, 0.2],
});

beforeAll(() => startEngine());

describe("fixedGaussianHead", () => {
  it("draws around what the network says, with the deviation that was given", () => {
    const count = 4000;
    const actor = policy.actor(count);
    actor.load(policy.model.parameters(1) as never);
    const rows = actedRows(count, 2);
    actor.act(new Float32Array(2 * count), rows, { key: 5, step: 0 });
    const first = rows.drawn.filter((_, i) => i % 2 === 0);
    const mean = first.reduce((sum, value) => sum + value, 0) / count;
    const variance = first.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
    expect(mean).toBeCloseTo(-0.3, 1);
    expect(Math.sqrt(variance) / DEVIATION).toBeCloseTo(1, 1);
    const z = [0, 1].map((a) => ((rows.drawn[a] as number) - [-0.3, 0.2][a]!) / DEVIATION);
    const byHand = z.reduce((sum, value) => sum - 0.5 * value * value - Math.log(DEVIATION) - 0.918939, 0);
    expect(rows.logProbs[0]).toBeCloseTo(byHand, 4);
  });

  it("learns the mean alone, by kernels as by the tensor engine", async () => {
    const inputs = {
      observations: { data: Float32Array.of(1, 0, 0.5, 0.5, 0, 1), shape: [3, 2] } as HostInput,
      actions: { data: Float32Array.of(0.1, 0.2, -0.4, 0.3, 0.9, -0.8), shape: [3, 2] } as HostInput,
    };
    const kernel = policy.learner?.(adamw(), { seed: 3 });
    const engine = await createLearner(policy.model, adamw(), { seed: 3 });
    if (kernel === undefined) throw new Error("no kernel");
    for (let step = 0; step < 3; step++) {
      const logProbs = Float64Array.of(0.5, -1, 0.25);
      const [own, other] = [kernel.forward(inputs).logProbs, engine.forward(inputs).logProbs];
      for (let r = 0; r < 3; r++) expect(own?.[r]).toBeCloseTo(other?.[r] as number, 4);
      kernel.step(inputs, { logProbs }, { learningRate: 0.05 });
      engine.step(inputs, { logProbs }, { learningRate: 0.05 });
    }
    const learnt = kernel.parameters() as unknown as { head: object; policy: { bias: { data: Float32Array } }[] };
    const twin = engine.parameters() as unknown as typeof learnt;
    expect(learnt.head).toEqual({});
    expect(learnt.policy[0]?.bias.data[0]).not.toBeCloseTo(-0.3, 2);
    expect(learnt.policy[0]?.bias.data[0]).toBeCloseTo(twin.policy[0]?.bias.data[0] as number, 4);
    engine.close();
  });
});
