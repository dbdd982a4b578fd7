import type { FieldColumns } from "@guerdon/core/piece";
import { describe, expect, it } from "vitest";
import { scoreValues } from "../text/score-rows.test-support.ts";
import { f, g } from "./calls.test-support.ts";
import { matchToolChain, toolChainMatch } from "./index.ts";

describe("tool-chain-match (134)", () => {
  it("weighs order by the longest common chain and arguments by similarity", () => {
    const reference = [g({}), f({ box: [0, 0, 2, 2], d: 1 })];
    expect(matchToolChain(reference, [g({}), f({ box: [1, 0, 3, 2], d: 2 })])).toEqual({
      order: 1,
      similarity: (1 + (1 / 3 + Math.exp(-1)) / 2) / 2,
    });
    expect(matchToolChain(reference, [f({ box: [0, 0, 2, 2], d: 1 }), g({})])).toEqual({ order: 0.5, similarity: 0.5 });
    expect(matchToolChain(reference, [])).toEqual({ order: 0, similarity: 0 });
  });

  it("counts valid calls, and the best of several references", async () => {
    const functions = [{ name: "f", parameters: { properties: { a: { type: "integer" } }, required: ["a"] } }];
    const calls = [[f({ a: 1 })], [f({ a: 1 }), f({ a: "x" })], [f({}), g({})], []].map((list) =>
      list.map((call) => ({ ...call })),
    );
    const columns = {
      calls,
      functions: calls.map(() => functions),
      expected: calls.map(() => [[g({})], [f({ a: 1 })]]),
    } as unknown as FieldColumns;
    expect(await scoreValues(toolChainMatch(), columns)).toEqual([1, 0.5 * 0.5, 0, 0]);
  });
});
