import { describe, expect, it } from "vitest";
import { parsePlot } from "../../scripts/gen/plot/parse-plot.ts";

describe("parsePlot", () => {
  it.each([
    ["over length 0..2000", { settings: {}, axis: { kind: "input", name: "length", from: 0, to: 2000 } }],
    [
      '{ limit: 512, mode: "hybrid" } over of -1.5..1e3',
      { settings: { limit: 512, mode: "hybrid" }, axis: { kind: "input", name: "of", from: -1.5, to: 1000 } },
    ],
    ["{ from: 0 } over step 0..500", { settings: { from: 0 }, axis: { kind: "step", from: 0, to: 500 } }],
    [
      "{ correct: [1, 0] } over members [1, null]",
      { settings: { correct: [1, 0] }, axis: { kind: "members", values: [[1, null]] } },
    ],
    [
      "over tokens [[1, 0], [0, 1]]",
      {
        settings: {},
        axis: {
          kind: "tokens",
          values: [
            [1, 0],
            [0, 1],
          ],
        },
      },
    ],
  ])("reads %s", (text, expected) => {
    expect(parsePlot(text)).toEqual(expected);
  });

  it.each(["", "over length", "over length 5..1", "{ a: 1 } of 0..1", "over length [1, 2]", "over members 0..1..x"])(
    "refuses `%s`",
    (text) => {
      expect(() => parsePlot(text)).toThrow("Expected `@plot` to read `{ settings } over INPUT 0..1`");
    },
  );
});
