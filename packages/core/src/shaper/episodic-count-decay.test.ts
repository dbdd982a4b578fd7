import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { episodicCountDecay } from "./episodic-count-decay.ts";

const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 4, 6) };
const of = fullSignal("step", [1, 2, 8, 27, 5, 8]);
const id = fullSignal("step", [7, 3, 7, 7, 7, 7]);

describe("episodicCountDecay", () => {
  it("divides by N³ and starts anew in each rollout (002, by hand)", () => {
    expect([...episodicCountDecay().apply([of, id], layout).values]).toEqual([1, 2, 1, 1, 5, 1]);
    expect([...episodicCountDecay({ exponent: 1 }).apply([of, id], layout).values]).toEqual([1, 2, 4, 9, 5, 4]);
    expect([...episodicCountDecay({ exponent: 0 }).apply([of, id], layout).values]).toEqual([...of.values]);
  });

  it("counts a step whose value is missing, not one without id", () => {
    const noValue = { ...of, present: Uint8Array.of(0, 1, 1, 1, 1, 1) };
    const out = episodicCountDecay().apply([noValue, id], layout);
    expect([...out.values]).toEqual([0, 2, 1, 1, 5, 1]);
    expect([...out.present]).toEqual([0, 1, 1, 1, 1, 1]);
    const noId = { ...id, present: Uint8Array.of(0, 1, 1, 1, 1, 1) };
    expect([...episodicCountDecay().apply([of, noId], layout).values]).toEqual([0, 2, 8, 27 / 8, 5, 1]);
  });

  it("counts tokens when told to", () => {
    const tokens = { ...flatLayout([1]), tokenOffsets: Int32Array.of(0, 2) };
    const piece = episodicCountDecay({ level: "token" });
    expect([...piece.apply([fullSignal("token", [1, 1]), fullSignal("token", [4, 4])], tokens).values]).toEqual([
      1, 0.125,
    ]);
    expect(piece.level).toBe("token");
  });

  it("knows range, trend and defaults", () => {
    expect(
      episodicCountDecay().range([
        { min: 1, max: 2 },
        { min: 0, max: 9 },
      ]),
    ).toEqual({ min: 0, max: 2 });
    expect(
      episodicCountDecay({ exponent: 0 }).range([
        { min: 1, max: 2 },
        { min: 0, max: 9 },
      ]),
    ).toEqual({ min: 1, max: 2 });
    expect([0, 1].map((index) => episodicCountDecay().trend(index, []))).toEqual(["increasing", "unknown"]);
    expect(episodicCountDecay({ exponent: 0 }).trend(1, [])).toBe("constant");
    expect(episodicCountDecay().options).toEqual({ exponent: 3, level: "step" });
  });

  for (const options of [{}, { exponent: 0.5, level: "token" }]) {
    for (const law of lawsOf(episodicCountDecay, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
