import { describe, expect, it } from "vitest";
import { gridGraph, objectChances, wordGraph } from "../solver/object-graph.ts";
import { type FlowGoal, type FlowNetwork, startFlowNetworkRun } from "./flow-network-run.ts";

const graph = gridGraph(3);
const objects = [...graph.stops.keys()].filter((s) => graph.stops[s] === 1);
const wanted = Uint8Array.from(graph.stops, (_, s) => Number(s === 4 || s === 7));
const network = (goal: FlowGoal, more: Partial<FlowNetwork> = {}): FlowNetwork => ({
  ...{ graph, goal, batch: 32, updates: 300, learningRate: 0.05, explore: 0.05, wanted },
  ...more,
});
const endOf = async (settings: FlowNetwork, seed = 1) => {
  const run = startFlowNetworkRun(settings, seed);
  let metrics = await run.update();
  while (run.updates < run.end) metrics = await run.update();
  return { metrics, parameters: run.save().arrays.parameters as Float64Array };
};

describe("startFlowNetworkRun", () => {
  it("samples objects in proportion to rewards, with log Z their sum", async () => {
    const rewards = Float64Array.from(graph.stops, (_, s) => (s === 4 ? 8 : s === 7 ? 4 : 1));
    const goal: FlowGoal = { by: "reward", logRewards: rewards.map(Math.log) };
    const { metrics, parameters } = await endOf(network(goal, { updates: 800 }));
    const total = objects.reduce((sum, s) => sum + (rewards[s] as number), 0);
    expect(metrics.mass).toBeCloseTo(12 / total, 2);
    expect(parameters.at(-1)).toBeCloseTo(Math.log(total), 1);
    expect(metrics.loss).toBeLessThan(0.01);
  });

  it("comes to sample the front alone, from the Pareto order alone", async () => {
    // 4 and 7 are not dominated by any: (1, 2) and (2, 1).
    const objectives = [0, 1].map((k) =>
      Float64Array.from(graph.stops, (_, s) => (s === 4 ? 1 + k : s === 7 ? 2 - k : -s * 0.1)),
    );
    const { metrics } = await endOf(network({ by: "front", objectives }, { learningRate: 0.1 }));
    expect(metrics.mass).toBeGreaterThan(0.95);
    expect(metrics).toMatchObject({ found: 1, recall: 1 });
  });

  it("comes to prefer the best word, from the order of utilities alone", async () => {
    const words = wordGraph(3, 2);
    const utilities = Float64Array.from(words.stops, (_, s) => s);
    const best = Uint8Array.from(words.stops, (_, s) => Number(s === words.states - 1));
    const { metrics } = await endOf(network({ by: "order", utilities }, { graph: words, wanted: best, updates: 150 }));
    expect(metrics.mass).toBeGreaterThan(0.5);
  });

  it("goes down the gradient: the loss of the same trajectory is lower after a small step", async () => {
    const goal: FlowGoal = { by: "reward", logRewards: new Float64Array(9).fill(0.3) };
    const run = startFlowNetworkRun(network(goal, { batch: 1, learningRate: 1e-3 }), 5);
    const before = (run.save().arrays.parameters as Float64Array).slice();
    const first = await run.update();
    const moved = run.save().arrays.parameters as Float64Array;
    const again = startFlowNetworkRun(network(goal, { batch: 1, learningRate: 1e-3 }), 5);
    again.restore({ json: { updates: 0 }, arrays: { ...again.save().arrays, parameters: moved } });
    const second = await again.update();
    expect(moved).not.toEqual(before);
    expect(second.loss).toBeLessThan(first.loss as number);
  });

  it("goes on after a restore as if it had never stopped", async () => {
    const goal: FlowGoal = { by: "order", utilities: Float64Array.from(graph.stops, (_, s) => s) };
    const [run, other] = [startFlowNetworkRun(network(goal), 2), startFlowNetworkRun(network(goal), 2)];
    await run.update();
    other.restore(run.save());
    expect(await other.update()).toEqual(await run.update());
    const chances = new Float64Array(27).fill(1 / 3);
    expect(objectChances(graph, chances).every((chance) => chance >= 0)).toBe(true);
  });
});
