import type { FieldColumns } from "@guerdon/core/piece";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { stateMatch } from "./index.ts";

describe("state-match", () => {
  const module = new URL("./counter-world.test-support.ts", import.meta.url).href;
  const columns: FieldColumns = {
    calls: [
      [
        { name: "add", arguments: { n: 2 } },
        { name: "add", arguments: { n: 1 } },
      ],
      [{ name: "add", arguments: { n: 2 } }],
      [{ name: "add", arguments: { n: 3 } }],
      [],
      "[add(n=3)]",
    ],
    expected: [1, 2, 3, 4, 5].map(() => [{ name: "add", arguments: { n: 3 } }]),
    outputs: [[], [], ["1,200"], [], ["done"]],
    said: [[], [], ["it is 1200"], [], [{ role: "assistant", content: "Done." }]],
  };

  it("compares where the calls lead, not the way", async () => {
    expect(await scoreRows(stateMatch({ module }), columns, AWAITING)).toEqual([
      [1],
      [0, "the state differs at counter.n"],
      [0, "never said: 1,200"],
      [0, "the state differs at counter.n"],
      [1],
    ]);
    expect(await scoreValuesOf(stateMatch({ module, export: "nothing" }))).toBe("task");
  });

  const scoreValuesOf = async (source: Parameters<typeof scoreRows>[0]) =>
    (await scoreRows(source, columns, AWAITING))[0]?.[0];
});
