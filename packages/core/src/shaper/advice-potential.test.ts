import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Json, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { advicePotential } from "./advice-potential.ts";
import { potential } from "./potential.ts";

const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
const [id, advice] = [fullSignal("step", [0, 1, 2]), fullSignal("step", [1, -2, 0.5])];

describe("advicePotential", () => {
  it("moves by the error of the temporal difference with reward −advice (087, by hand)", () => {
    const piece = advicePotential({ rate: 0.5, gamma: 0.5 });
    const first = piece.adaptive?.step({}, [id, advice], layout, 0);
    expect(first).toEqual({ "0": -0.5, "1": 1, "2": -0.25 });
    // id 0: −0.5 + ½ (−1 + ½ · 1 − (−0.5)) = −0.5, id 1: 1 + ½ (2 + ½ · (−0.25) − 1) = 1.4375
    const second = piece.adaptive?.step(first as Json, [id, advice], layout, 1);
    expect(second).toEqual({ "0": -0.5, "1": 1.4375, "2": -0.375 });
    expect([...piece.apply([id, advice], layout, { step: 2, state: second }).values]).toEqual([-0.5, 1.4375, -0.375]);
  });

  it("once settled pays exactly the advice, as a potential (087: any advice becomes potential-based)", () => {
    const piece = advicePotential({ rate: 0.5, gamma: 0.9 });
    let state: Json = {};
    for (let step = 0; step < 200; step++) state = piece.adaptive?.step(state, [id, advice], layout, step) as Json;
    const phi = piece.apply([id, advice], layout, { step: 200, state });
    const shaped = potential({ gamma: 0.9 }).apply([phi, fullSignal("rollout", [0])], layout);
    shaped.values.forEach((value, t) => {
      expect(value).toBeCloseTo(advice.values[t] as number, 12);
    });
  });

  it("learns the mean error of several visits, and 0 before any", () => {
    const piece = advicePotential({ rate: 1, gamma: 1 });
    const two = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 1, 2) };
    const same = [fullSignal("step", [5, 5]), fullSignal("step", [1, 3])];
    expect(piece.adaptive?.step({}, same, two, 0)).toEqual({ "5": -2 });
    expect([...piece.apply(same, two).values]).toEqual([0, 0]);
  });

  it("learns nothing from a step without id, advice or next id, and keeps what overflows", () => {
    const piece = advicePotential({ rate: 1, gamma: 1 });
    const gap = { ...id, present: Uint8Array.of(1, 0, 1) };
    expect(piece.adaptive?.step({ "9": 4 }, [gap, advice], layout, 0)).toEqual({ "2": -0.5, "9": 4 });
    const mute = { ...advice, present: Uint8Array.of(1, 1, 0) };
    expect(piece.adaptive?.step({}, [id, mute], layout, 0)).toEqual({ "0": -1, "1": 2 });
    const huge = fullSignal("step", [1e308, 0, 0]);
    expect(piece.adaptive?.step({ "0": 1e308 }, [id, huge], layout, 0)).toEqual({ "0": 1e308, "1": 0, "2": 0 });
    expect([...piece.apply([gap, advice], layout).present]).toEqual([1, 0, 1]);
  });

  it("knows level, range, trend and defaults", () => {
    expect(advicePotential().level).toBe("step");
    expect(advicePotential().range([])).toEqual(UNBOUNDED);
    expect([0, 1].map((index) => advicePotential().trend(index, []))).toEqual(["unknown", "constant"]);
    expect(advicePotential().options).toEqual({ rate: 0.1, gamma: 0.99 });
  });

  for (const law of lawsOf(advicePotential)) it(law.name, law.check);
});
