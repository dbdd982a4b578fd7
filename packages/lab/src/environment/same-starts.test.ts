import { describe, expect, it } from "vitest";
import { appGraph } from "./app-graph.ts";
import { checkEnvironment } from "./check-environment.ts";
import { guiScreens } from "./gui-screens.ts";
import { mixedStarts } from "./mixed-starts.ts";
import { oneEpisode } from "./one-episode.ts";
import { sameStarts } from "./same-starts.ts";
import { vectorise } from "./vectorise.ts";

const rowsOf = (environment: { readonly count: number; readonly observations: Float32Array }): string[] => {
  const width = environment.observations.length / environment.count;
  return Array.from({ length: environment.count }, (_, i) =>
    environment.observations.slice(i * width, (i + 1) * width).join(),
  );
};

describe("sameStarts", () => {
  it("keeps the promises of environments", () => {
    // Laws compare copies of other counts, which a group of one does not notice.
    checkEnvironment((count) => vectorise(sameStarts(appGraph().dynamics, 1), count));
    checkEnvironment((count) => vectorise(sameStarts(guiScreens(), 1), count));
  });

  it("begins every episode of a group alike, and other groups elsewhere", () => {
    const environment = vectorise(sameStarts(oneEpisode(appGraph().dynamics, 4), 3), 6);
    environment.reset(5);
    const seen = new Set<string>();
    for (let episode = 0; episode < 8; episode++) {
      const rows = rowsOf(environment);
      expect([rows[1], rows[2], rows[4], rows[5]]).toEqual([rows[0], rows[0], rows[3], rows[3]]);
      for (const row of rows) seen.add(row);
      for (let t = 0; t < 4; t++) environment.step([0, 1, 2, 3, 4, 5]);
    }
    expect(seen.size).toBeGreaterThan(8);
  });

  it("refuses groups of nothing", () => {
    expect(() => sameStarts(appGraph().dynamics, 0)).toThrow("at least 1, got 0");
  });
});

describe("mixedStarts", () => {
  const kinds = [appGraph({ length: [1, 1] }).dynamics, appGraph({ length: [2, 3] }).dynamics];

  it("keeps the promises of environments", () => {
    checkEnvironment((count) => vectorise(mixedStarts(kinds, [1, 1]), count));
  });

  it("begins as each as often as its weight asks, and says as which", () => {
    const environment = vectorise(mixedStarts(kinds, [1, 3]), 2000);
    environment.step(new Array(2000).fill(7));
    const { kind, left } = environment.signals as { readonly [name: string]: Float64Array };
    const share = kind?.reduce((sum, one) => sum + one, 0) as number;
    expect(share / 2000).toBeCloseTo(1.75, 1);
    for (const [i, one] of (kind as Float64Array).entries()) expect((left?.[i] as number) > 1).toBe(one === 2);
  });

  it("never begins as one of weight 0, and refuses weights that do not fit", () => {
    const environment = vectorise(mixedStarts(kinds, [0, 1]), 200);
    environment.step(new Array(200).fill(7));
    expect(environment.signals.kind?.every((one) => one === 2)).toBe(true);
    expect(() => mixedStarts(kinds, [1])).toThrow("Expected `weights` to be 2 numbers");
    expect(() => mixedStarts(kinds, [0, 0])).toThrow("not all 0");
  });
});
