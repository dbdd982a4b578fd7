import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, type Layout, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { centre } from "./centre.ts";

const of = fullSignal("rollout", [1, 3, 7]);
const layout = flatLayout([2, 1]);

describe("centre", () => {
  it.each([
    [{}, [-1, 1, 0]],
    [{ by: "batch" }, [1 - 11 / 3, 3 - 11 / 3, 7 - 11 / 3]],
    [{ by: "value", value: 2 }, [-1, 1, 5]],
  ] as const)("takes the centre away with %j (by hand)", (options, expected) => {
    expect([...centre(options).apply([of], layout).values]).toEqual(expected);
  });

  it("takes a reference away, and has a second input only then", () => {
    const piece = centre({ by: "reference" });
    expect([...piece.apply([of, fullSignal("rollout", [1, 1, 9])], layout).values]).toEqual([0, 2, -2]);
    expect([piece.inputs.length, centre().inputs.length]).toEqual([2, 1]);
  });

  it("takes the mean of the present members alone", () => {
    const builder = new SignalBuilder("rollout", 3);
    builder.set(0, 1);
    builder.abstain(1, "no answer");
    builder.set(2, 3);
    const out = centre().apply([builder.build()], flatLayout([3]));
    expect([...out.values]).toEqual([-1, 0, 1]);
    expect(outcomeAt(out, 1)).toEqual(abstained("no answer"));
  });

  it("centres steps over all steps of the group", () => {
    const stepped: Layout = { ...flatLayout([2, 1]), stepOffsets: Int32Array.of(0, 2, 3, 4) };
    expect([...centre().apply([fullSignal("step", [1, 2, 6, 5])], stepped).values]).toEqual([-2, -1, 3, 0]);
  });

  it("can reach as far as the input is wide", () => {
    expect(centre().range([{ min: 0, max: 2 }])).toEqual({ min: -2, max: 2 });
  });

  for (const law of lawsOf(centre)) it(law.name, law.check);
  for (const by of ["batch", "value", "reference"]) {
    for (const law of lawsOf(centre, { options: { by, value: 1 } })) it(`${law.name}, by ${by}`, law.check);
  }
});
