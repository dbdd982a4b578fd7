import { describe, expect, it } from "vitest";
import type { Space } from "../environment/environment.ts";
import { cartPole, pendulum, vectorise } from "../environment/index.ts";
import type { HostTree } from "../tensor/index.ts";
import { actorCritic } from "./actor-critic.ts";
import { type ActorCriticPolicyRows, pullSquashed, squashInto } from "./actor-critic-policy.ts";
import type { ActorCriticSettings } from "./actor-critic-settings.ts";
import { createActorCriticTemperature } from "./actor-critic-temperature.ts";
import type { AgentShape, OffPolicyAgent } from "./off-policy-agent.ts";
import { expectResumes, updatesOf } from "./off-policy-resume.test-support.ts";
import { type OffPolicySettings, startOffPolicyRun } from "./off-policy-run.ts";
import { createReplayBatch, type ReplayBatch } from "./replay-memory.ts";

function rowsOf(count: number, width: number): ActorCriticPolicyRows {
  return {
    actions: new Float64Array(count * width),
    logProbs: new Float64Array(count),
    moves: new Float64Array(count * width),
  };
}

describe("squashInto", () => {
  it("is tanh(μ + σ·ε) with the density of what is squashed, by hand at ε = 0", () => {
    const rows = rowsOf(1, 1);
    squashInto(rows, Float32Array.of(0.5, Math.log(2)), 2, true);
    expect(rows.actions[0]).toBeCloseTo(Math.tanh(0.5), 7);
    // log N(μ; μ, 2) − log(1 − tanh²)
    const logProb = -Math.log(2) - Math.log(2 * Math.PI) / 2 - Math.log(1 - Math.tanh(0.5) ** 2);
    expect(rows.logProbs[0]).toBeCloseTo(logProb, 6);
  });

  it("has a density whose integral over −1 … 1 is 1", () => {
    // E[1 / π(a)] over the actions drawn is the length of the interval, 2.
    const draws = 20_000;
    const rows = rowsOf(draws, 1);
    const raw = new Float32Array(2 * draws).fill(0.3).map((value, i) => (i % 2 === 0 ? value : -0.2));
    squashInto(rows, raw, 2, true, { key: 7, step: 0 });
    const mean = rows.logProbs.reduce((sum, logProb) => sum + Math.exp(-logProb), 0) / draws;
    expect(Math.abs(mean - 2)).toBeLessThan(0.05);
  });

  it("stays finite where tanh is 1 in floating point", () => {
    const rows = rowsOf(1, 1);
    squashInto(rows, Float32Array.of(50, 0), 2, true);
    expect(rows.actions[0]).toBe(1);
    expect(rows.logProbs[0]).toBeCloseTo(-Math.log(2 * Math.PI) / 2 - 2 * (Math.LN2 - 50), 4);
  });

  it.each([true, false])("pulls gradients back (draws %s; central differences)", (draws) => {
    const [count, width] = [3, 2];
    const stride = draws ? 4 : 2;
    const raw = Float32Array.from({ length: count * stride }, (_, i) => Math.sin(3 * i + 1));
    const byAction = Float64Array.of(0.5, -1, 2, 0.25, -0.75, 1);
    const byLogProb = draws ? 0.4 : 0;
    const moment = { key: 11, step: 2 };
    const lossAt = (at: Float32Array): number => {
      const rows = rowsOf(count, width);
      squashInto(rows, at, stride, draws, moment);
      const ofActions = rows.actions.reduce((sum, action, i) => sum + (byAction[i] as number) * action, 0);
      return ofActions + byLogProb * rows.logProbs.reduce((sum, one) => sum + one, 0);
    };
    const rows = rowsOf(count, width);
    squashInto(rows, raw, stride, draws, moment);
    const gradient = new Float32Array(raw.length);
    pullSquashed(rows, byAction, byLogProb, raw, stride, draws, gradient);
    for (let i = 0; i < raw.length; i++) {
      const [up, down] = [raw.slice(), raw.slice()];
      up[i] = (up[i] as number) + 1e-3;
      down[i] = (down[i] as number) - 1e-3;
      const slope = (lossAt(up) - lossAt(down)) / ((up[i] as number) - (down[i] as number));
      expect(Math.abs((gradient[i] as number) - slope)).toBeLessThan(1e-3 * (1 + Math.abs(slope)));
    }
  });

  it("has no gradient by log σ where it is held", () => {
    const rows = rowsOf(1, 1);
    const raw = Float32Array.of(0, 3);
    squashInto(rows, raw, 2, true, { key: 1, step: 0 });
    const gradient = new Float32Array(2);
    pullSquashed(rows, Float64Array.of(1), 0.5, raw, 2, true, gradient);
    expect(gradient[0]).not.toBe(0);
    expect(gradient[1]).toBe(0);
  });
});

describe("createActorCriticTemperature", () => {
  it("rises with too little entropy, falls with too much, and moves by Adam on log α", () => {
    const rising = createActorCriticTemperature({ start: 0.5, learningRate: 0.1 }, 2);
    // Target −2 nats; an entropy of −5 is too little.
    rising.learn(5);
    expect(rising.value()).toBeCloseTo(0.5 * Math.exp(0.1), 6);
    const falling = createActorCriticTemperature({ start: 0.5, learningRate: 0.1, target: 1 }, 2);
    falling.learn(-4);
    expect(falling.value()).toBeCloseTo(0.5 * Math.exp(-0.1), 6);
    expect(createActorCriticTemperature(0.2, 1).value()).toBe(0.2);
  });
});

const box: Space = { kind: "box", low: [-2], high: [2] };
const B = 4;
const shape: AgentShape = { observationWidth: 1, action: box, rows: 1, batch: B };
const still: ActorCriticSettings = { hidden: [], draws: false, targetRate: 0, learningRate: 0 };

const layer = (weight: readonly number[], bias: readonly number[]) => [
  {
    weight: { data: Float32Array.from(weight), shape: [weight.length / bias.length, bias.length] },
    bias: { data: Float32Array.from(bias), shape: [bias.length] },
  },
];

/** Linear networks by hand: Q_i = slope·a + bias (a in −1 … 1), slow and learning ones; μ = mean (and log σ). */
function setNetworks(
  agent: OffPolicyAgent,
  actor: { readonly online: readonly number[]; readonly slow: readonly number[] },
  critics: readonly { readonly online: readonly [number, number]; readonly slow: readonly [number, number] }[],
): void {
  const saved = agent.save() as { actor: HostTree; critics: readonly HostTree[] };
  const mean = (bias: readonly number[]) => layer(new Array(bias.length).fill(0), bias);
  const line = ([slope, bias]: readonly [number, number]) => layer([0, slope], [bias]);
  agent.restore({
    ...saved,
    actor: { ...saved.actor, weights: mean(actor.online), target: mean(actor.slow) },
    critics: critics.map(({ online, slow }, k) => ({
      ...(saved.critics[k] as HostTree),
      weights: line(online),
      target: line(slow),
    })),
  } as unknown as HostTree);
}

function batchOf(actions: readonly number[], rewards: readonly number[], discounts: readonly number[]): ReplayBatch {
  const batch = createReplayBatch(B, 1, 1);
  batch.actions.set(actions);
  batch.rewards.set(rewards);
  batch.discounts.set(discounts);
  return batch;
}

describe("actorCritic", () => {
  const moment = { key: 5, step: 0 };

  it("learns towards r + γ(1 − d)·min Q′(s′, π′(s′)), by hand", async () => {
    const agent = await actorCritic({ ...still, slowActor: true, actorEvery: 9 })(shape, 1);
    const [online, slow] = [0.2, -0.6].map(Math.atanh) as [number, number];
    setNetworks(agent, { online: [online], slow: [slow] }, [
      { online: [1, 0], slow: [2, 10] },
      { online: [0, 3], slow: [-1, 9] },
    ]);
    // a′ = −0.6: Q′ = 8.8 and 9.6, the least is 8.8. Taken 1 of ±2 is 0.5: Q = 0.5 and 3.
    const batch = batchOf([1, 1, 1, 1], [1, 1, 0, 0], [0.5, 0, 0.5, 0]);
    const targets = [1 + 4.4, 1, 4.4, 0];
    const metrics = agent.learn(batch, moment);
    for (const [b, target] of targets.entries()) {
      expect(agent.errors[b]).toBeCloseTo(Math.max(Math.abs(0.5 - target), Math.abs(3 - target)), 5);
    }
    const loss = targets.reduce((sum, target) => sum + ((0.5 - target) ** 2 + (3 - target) ** 2) / 2 / B, 0);
    expect(metrics["loss.critic"]).toBeCloseTo(loss, 5);
    expect(metrics.value).toBeCloseTo(1.75, 6);
  });

  it("with a temperature adds α times the entropy of what is next to its value", async () => {
    const many = { ...shape, batch: 4000 };
    const agent = await actorCritic({ ...still, draws: true, temperature: 0.3, critics: 1 })(many, 1);
    setNetworks(agent, { online: [0, -1], slow: [0, 0] }, [{ online: [0, 0], slow: [0, 5] }]);
    const batch = createReplayBatch(4000, 1, 1);
    batch.discounts.fill(1);
    agent.learn(batch, moment);
    // −∫ N(ε)·log π(tanh(σε)) dε by small steps.
    let entropy = 0;
    for (let e = -8; e <= 8; e += 1e-3) {
      const density = Math.exp(-(e * e) / 2) / Math.sqrt(2 * Math.PI);
      const u = Math.exp(-1) * e;
      entropy -= 1e-3 * density * (Math.log(density) + 1 - Math.log(1 - Math.tanh(u) ** 2));
    }
    const mean = agent.errors.reduce((sum, error) => sum + error / 4000, 0);
    expect(entropy).toBeGreaterThan(0.2);
    expect(Math.abs(mean - (5 + 0.3 * entropy))).toBeLessThan(0.02);
  });

  it("smooths targets within the limit", async () => {
    const smoothing = { deviation: 10, limit: 0.25 };
    const agent = await actorCritic({ ...still, critics: 1, slowActor: true, smoothing })(shape, 1);
    setNetworks(agent, { online: [0], slow: [0] }, [{ online: [0, 0], slow: [1, 0] }]);
    agent.learn(batchOf([0, 0, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1]), moment);
    // a′ = ±0.25 nearly always, so |Q′| is.
    for (const error of agent.errors) expect(error).toBeLessThanOrEqual(0.25 + 1e-6);
    expect([...agent.errors].filter((error) => error > 0.2499).length).toBeGreaterThanOrEqual(2);
  });

  it("moves the actor only every so many steps, and slow copies with it", async () => {
    const agent = await actorCritic({ ...still, learningRate: 0.1, targetRate: 0.5, slowActor: true, actorEvery: 2 })(
      shape,
      1,
    );
    const batch = batchOf([1, -1, 2, 0], [1, 2, 3, 4], [0, 0, 0, 0]);
    const parts = (): string[] => {
      const { actor, critics } = agent.save() as unknown as { [name: string]: { weights: object; target: object } };
      const first = (critics as unknown as { target: object }[])[0] as { target: object };
      return [actor?.weights, actor?.target, first.target].map((part) => JSON.stringify(part));
    };
    const seen = [parts()];
    for (let step = 0; step < 4; step++) {
      agent.learn(batch, { key: 1, step });
      seen.push(parts());
    }
    for (const k of [0, 1, 2]) {
      const changes = [1, 2, 3, 4].map((step) => seen[step]?.[k] !== seen[step - 1]?.[k]);
      expect(changes).toEqual([false, true, false, true]);
    }
  });

  it("with cloning ends where λ·dQ/da = 2(a − taken): a² + 10a = 1/2 for Q = a + 10, taken 0, c = 1", async () => {
    const agent = await actorCritic({ ...still, critics: 1, cloning: 1, actorLearningRate: 0.003 })(shape, 1);
    setNetworks(agent, { online: [0.5], slow: [0] }, [{ online: [1, 10], slow: [1, 10] }]);
    const batch = batchOf([0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]);
    let distance = 0;
    for (let step = 0; step < 1500; step++) distance = agent.learn(batch, { key: 1, step }).distance as number;
    expect(Math.sqrt(distance)).toBeCloseTo((Math.sqrt(102) - 10) / 2, 3);
  });

  it("climbs the least critic: it ends where the two are equal", async () => {
    const agent = await actorCritic({ ...still, actorLearningRate: 0.003 })(shape, 1);
    // 2a and 0.5 − a cross at 1/6.
    setNetworks(agent, { online: [-1], slow: [0] }, [
      { online: [2, 0], slow: [0, 0] },
      { online: [-1, 0.5], slow: [0, 0] },
    ]);
    for (let step = 0; step < 1500; step++)
      agent.learn(batchOf([0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]), { key: 1, step });
    const into = new Float64Array(1);
    agent.act(new Float32Array(1), into, { key: 0, step: 0 }, false);
    expect((into[0] as number) / 2).toBeCloseTo(1 / 6, 2);
  });

  it("a learnt temperature brings the entropy to its target", async () => {
    const temperature = { start: 1, learningRate: 0.01, target: -0.5 };
    const agent = await actorCritic({ ...still, draws: true, critics: 1, temperature, actorLearningRate: 0.01 })(
      { ...shape, batch: 64 },
      1,
    );
    setNetworks(agent, { online: [0, 0], slow: [0, 0] }, [{ online: [1, 0], slow: [0, 0] }]);
    const batch = createReplayBatch(64, 1, 1);
    let entropy = 0;
    for (let step = 0; step < 3000; step++) {
      const metrics = agent.learn(batch, { key: 1, step });
      if (step >= 2500) entropy += (metrics.entropy as number) / 500;
    }
    expect(Math.abs(entropy + 0.5)).toBeLessThan(0.05);
  });

  it("wants actions between finite bounds", () => {
    const { action } = vectorise(cartPole(), 1);
    expect(() => actorCritic(still)({ ...shape, action }, 1)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected actions between finite bounds, got discrete actions.]`,
    );
  });
});

const soft: ActorCriticSettings = {
  ...{ draws: true, targetRate: 0.01, learningRate: 2e-3 },
  temperature: { start: 1, learningRate: 2e-3 },
};
const twin: ActorCriticSettings = {
  ...{
    draws: false,
    noise: 0.1,
    slowActor: true,
    climbs: "first",
    actorEvery: 2,
    targetRate: 0.01,
    learningRate: 2e-3,
  },
  smoothing: { deviation: 0.2, limit: 0.5 },
};

function swingUp(agent: ActorCriticSettings, more: Partial<OffPolicySettings> = {}): OffPolicySettings {
  return {
    ...{ environment: vectorise(pendulum(), 2), agent: actorCritic(agent) },
    ...{ steps: 100, updates: 30, memory: 5000, discount: 0.98, batch: 64, warmup: 200 },
    ...more,
  };
}

describe("startOffPolicyRun with an actor and critics", () => {
  it.each([
    ["soft", soft],
    ["twin", twin],
  ] as const)("killed at any update and resumed gives the curve of one that was not (%s)", async (_, agent) => {
    const more = { steps: 9, warmup: 5, memory: 50, batch: 16 };
    await expectResumes(() => startOffPolicyRun(swingUp({ ...agent, hidden: [16] }, more), 3), 5);
  });

  it("keeps memory flat over 300 updates", async () => {
    const more = { steps: 2, warmup: 8, memory: 100, updates: 400 };
    const run = await startOffPolicyRun(swingUp(soft, more), 1);
    await updatesOf(run, 50);
    const before = process.memoryUsage();
    await updatesOf(run, 300);
    const after = process.memoryUsage();
    expect(after.external - before.external).toBeLessThan(1e6);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1e6);
  });

  // 3,000 steps of each of two pendulums; random torques return about −1200.
  it("learns to swing a pendulum up: greedy return above −250 over 16 episodes (soft)", async () => {
    const evaluation = { environment: vectorise(pendulum(), 2), every: 30, episodes: 8 };
    const run = await startOffPolicyRun(swingUp(soft, { evaluation }), 1);
    const curve = await updatesOf(run, 30);
    expect(curve[1]?.return).toBeLessThan(-800);
    expect(curve.at(-1)?.steps).toBe(6000);
    expect(curve.at(-1)?.["evaluation.return"]).toBeGreaterThan(-250);
  }, 60_000);
});
