import { describe, expect, it } from "vitest";
import { experimentHash, parseExperiment, settingsOf } from "./experiment-spec.ts";

const JSON_SPEC = {
  experiment: "short-answers",
  run: "tokens",
  settings: { world: { use: "arithmetic", digits: 2 }, layers: [1, 2] },
  arms: { plain: null, short: { world: { digits: 3 }, layers: [4] } },
};

describe("parseExperiment", () => {
  it("fills in what is left out", () => {
    expect(parseExperiment(JSON_SPEC)).toMatchObject({
      seeds: [0, 1, 2, 3, 4],
      budgetSeconds: 0,
      compare: [],
      arms: { plain: {} },
    });
    expect(parseExperiment({ ...JSON_SPEC, seeds: 2 }).seeds).toEqual([0, 1]);
    expect(parseExperiment({ ...JSON_SPEC, seeds: [7] }).seeds).toEqual([7]);
  });

  it.each([
    [{ ...JSON_SPEC, arms: {} }],
    [{ ...JSON_SPEC, arms: { "../escape": {} } }],
    [{ ...JSON_SPEC, seeds: 0 }],
    [{ ...JSON_SPEC, seed: 3 }],
    [{ ...JSON_SPEC, compare: [{ metric: "length", treatment: "shot", control: "plain" }] }],
    [null],
  ])("says what is wrong with %j", (json) => {
    expect(() => parseExperiment(json)).toThrow(expect.objectContaining({ code: "GUERDON_EXPERIMENT" }));
    expect(() => parseExperiment(json)).toThrowErrorMatchingSnapshot();
  });
});

describe("settingsOf", () => {
  it("merges objects key by key and replaces everything else", () => {
    const spec = parseExperiment(JSON_SPEC);
    expect(settingsOf(spec, "plain")).toEqual(JSON_SPEC.settings);
    expect(settingsOf(spec, "short")).toEqual({ world: { use: "arithmetic", digits: 3 }, layers: [4] });
  });

  it("replaces what names another thing, for its options are others", () => {
    const other = parseExperiment({ ...JSON_SPEC, arms: { facts: { world: { use: "hops", hops: 3 } } } });
    expect(settingsOf(other, "facts").world).toEqual({ use: "hops", hops: 3 });
  });
});

describe("experimentHash", () => {
  it("changes with what decides the numbers, and with nothing else", () => {
    const hash = (over: object): string => experimentHash(parseExperiment({ ...JSON_SPEC, ...over }));
    expect(hash({ experiment: "other", show: ["length"] })).toBe(hash({}));
    expect(
      new Set([
        hash({}),
        hash({ seeds: 3 }),
        hash({ run: "x" }),
        hash({ budgetSeconds: 5 }),
        hash({ arms: { plain: {} } }),
      ]).size,
    ).toBe(5);
  });
});
