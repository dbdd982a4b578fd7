import { makeBatch } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { placesOf } from "./places-of.ts";
import { answer } from "./service.test-support.ts";

describe("placesOf", () => {
  it.each([[""], ["a"], ["aab"], ["abab"], ["abcabcaa"], ["bacab"]])("is where makeBatch puts each of %s", (groups) => {
    const rollouts = [...groups].map((group, i) => answer(`${i}`, group, "4"));
    const { rollouts: ordered } = makeBatch(rollouts);
    const places = placesOf(rollouts);
    expect(rollouts.map((_, i) => ordered[places[i] as number]?.id)).toEqual(rollouts.map(({ id }) => id));
  });
});
