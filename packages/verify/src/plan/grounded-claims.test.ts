import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { groundedClaims } from "./grounded-claims.ts";

const FLIGHTS = {
  flights: [
    { number: "LH 12", price: 80, from: "FRA" },
    { number: "LH 14", price: 95, from: "FRA" },
  ],
};
const SEEN = [
  FLIGHTS,
  JSON.stringify({ hotel: { name: "Arno", stars: 3 } }),
  "The museum opens at 09:00, tickets 12.50 euros.",
];

async function value(claims: unknown, options = {}): Promise<number | string> {
  const columns = { text: [JSON.stringify(claims)], observations: [SEEN] };
  return (await scoreValues(groundedClaims(options), columns))[0] as number | string;
}

describe("groundedClaims", () => {
  it.each([
    ["a record", [{ number: "lh  12", price: 80 }], 1],
    ["two records", [{ number: "LH 12" }, { name: "arno", stars: 3 }], 1],
    ["a number written otherwise", [{ price: 80.0 }], 1],
    ["words of a text", [{ opens: "09:00", ticket: 12.5 }], 0],
    ["words of a text as it writes them", [{ opens: "09:00", ticket: "12.50" }], 1],
    ["the price of another flight", [{ number: "LH 12", price: 95 }], 0],
    ["a value under another key", [{ number: 80 }], 0],
    ["a number for a text", [{ name: "Arno", stars: "3" }], 0],
    ["a part of a word", [{ opens: "9:00" }], 0],
    ["a part of a number", [{ ticket: 12 }], 0],
    ["one invented among two", [{ number: "LH 12" }, { number: "LH 99" }], 0],
    ["nothing", [], 0],
    ["an empty claim", [{}], 0],
  ])("%s", async (_, claims, expected) => {
    expect(await value(claims)).toBe(expected);
  });

  it("asks the observation that is cited", async () => {
    expect(await value([{ number: "LH 12", source: 0 }], { cited: true })).toBe(1);
    expect(await value([{ number: "LH 12", source: 1 }])).toBe(0);
    expect(await value([{ number: "LH 12", source: -1 }])).toBe(0);
    expect(await value([{ number: "LH 12" }], { cited: true })).toBe(0);
  });

  it("looks at the keys that are named, and at all of them", async () => {
    expect(await value([{ number: "LH 12", note: "cheap" }], { keys: ["number"] })).toBe(1);
    expect(await value([{ number: "LH 12", note: "cheap" }])).toBe(0);
    expect(await value([{ note: "cheap" }], { keys: ["number"] })).toBe(0);
  });

  it("pays the share that is grounded, names the rest", async () => {
    const text = JSON.stringify([{ number: "LH 12" }, { number: "LH 99", price: 1 }]);
    const rows = await scoreRows(groundedClaims({ reduce: "mean" }), {
      text: [text, text, text],
      observations: [SEEN, [], "none"],
    });
    expect(rows).toEqual([
      [0.5, "not grounded: LH 99 1"],
      [0, "2 claims on 0 observations"],
      ["task", "Expected `observations` to be a list of tool outputs, got something else."],
    ]);
  });

  it("reads hostile texts in linear time", { timeout: 20_000 }, async () => {
    const { name, ms } = await slowestHostile(groundedClaims(), { observations: [SEEN] });
    expect(ms, name).toBeLessThan(500);
    const start = performance.now();
    const text = JSON.stringify(new Array(1000).fill({ a: "aa" }));
    await scoreRows(groundedClaims(), { text: [text], observations: [["a".repeat(1_000_000)]] });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  const columns = { text: ['[{"price": 80}]', "", "[{}]"], observations: [SEEN, SEEN, 5] };
  for (const law of lawsOf(groundedClaims, { columns })) it(law.name, law.check);
});
