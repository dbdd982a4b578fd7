import { expect, it } from "vitest";
import { recentEpisodes, WINDOW } from "./recent-episodes.ts";

it("recentEpisodes: means of what there is, then of the last hundred", () => {
  const [returns, lengths] = [new Float64Array(WINDOW), new Float64Array(WINDOW)];
  expect(recentEpisodes(0, returns, lengths)).toEqual({});
  returns.set([3, 5]);
  lengths.set([1, 2]);
  expect(recentEpisodes(2, returns, lengths)).toEqual({ return: 4, length: 1.5 });
  returns.fill(7);
  lengths.fill(9);
  expect(recentEpisodes(250, returns, lengths)).toEqual({ return: 7, length: 9 });
});
