import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { fullSignal, SignalBuilder, UNIT } from "../signal/index.ts";
import { defineAdvantage, defineCombinator, defineShaper, defineSource } from "./index.ts";

const options = z.strictObject({
  limit: z.number().positive().default(3),
  mode: z.enum(["soft", "hard"]).default("soft"),
  words: z.array(z.string()).optional(),
});

const sample = defineSource({
  name: "sample",
  version: 2,
  summary: "A source to test with.",
  options,
  build: ({ limit }) => ({
    kind: "source",
    fields: { text: { type: "text" } },
    range: { min: 0, max: limit },
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) out.set(i, Math.min(limit, String(columns.text?.[i]).length));
    },
  }),
});

/** Code, message, hint and details of what is thrown. */
function thrownBy(run: () => unknown): object {
  try {
    run();
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    const { code, message, hint, details } = error;
    return { code, message, hint, details };
  }
  throw new Error("Expected an error, got none.");
}

describe("defineSource", () => {
  it("makes a factory that states its id, kind, name and summary", () => {
    const { id, kind, pieceName, summary } = sample;
    expect({ id, kind, pieceName, summary }).toEqual({
      id: "source/sample@2",
      kind: "source",
      pieceName: "sample",
      summary: "A source to test with.",
    });
    expect(sample.options).toBe(options);
  });

  it("fills options and facts in where nothing is said", () => {
    const { score: _, ...facts } = sample();
    expect(facts).toEqual({
      id: "source/sample@2",
      kind: "source",
      options: { limit: 3, mode: "soft" },
      needs: [],
      scope: "rollout",
      fields: { text: { type: "text" } },
      range: { min: 0, max: 3 },
    });
  });

  it("keeps the needs and the scope that a piece states, and lets it state no other id or kind", () => {
    const piece = defineSource({
      name: "wide",
      version: 1,
      summary: "Says who it is not.",
      options: z.strictObject({}),
      build: () => ({
        kind: "source",
        id: "source/other@9",
        needs: ["judge"],
        scope: "group",
        fields: {},
        range: UNIT,
        score: () => {},
      }),
    })();
    expect([piece.id, piece.kind, piece.needs, piece.scope]).toEqual(["source/wide@1", "source", ["judge"], "group"]);
  });

  it("builds the same piece again from its id's factory and JSON of its options", () => {
    const piece = sample({ limit: 5, mode: "hard", words: ["a"] });
    const again = sample(JSON.parse(JSON.stringify(piece.options)) as never);
    expect(again.options).toEqual(piece.options);
    expect(again.range).toEqual({ min: 0, max: 5 });
    const [one, other] = [piece, again].map((source) => {
      const out = new SignalBuilder("rollout", 2);
      source.score({ text: ["abcdefg", "ab"] }, out, undefined as never, undefined as never);
      return out.build();
    });
    expect(one).toEqual(fullSignal("rollout", [5, 2]));
    expect(other).toEqual(one);
  });

  it.each([
    [defineShaper, "shaper"],
    [defineCombinator, "combinator"],
    [defineAdvantage, "advantage"],
  ] as const)("%o makes pieces of its kind", (define, kind) => {
    const factory = define({
      name: "x",
      version: 1,
      summary: "x",
      options: z.strictObject({}),
      build: () => ({}) as never,
    });
    expect([factory.kind, factory.id, factory().kind, factory().id]).toEqual([
      kind,
      `${kind}/x@1`,
      kind,
      `${kind}/x@1`,
    ]);
  });

  it("names the piece, the option, what was given and what is wrong with it", () => {
    expect(thrownBy(() => sample({ limit: -1 }))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": "-1",
          "issue": "Too small: expected number to be >0",
          "path": "limit",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected \`limit\` of \`source/sample@2\` to be valid, got -1: Too small: expected number to be >0.",
      }
    `);
    expect(thrownBy(() => sample({ mode: "medium" } as never))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": ""medium"",
          "issue": "Invalid option: expected one of "soft"|"hard"",
          "path": "mode",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected \`mode\` of \`source/sample@2\` to be valid, got "medium": Invalid option: expected one of "soft"|"hard".",
      }
    `);
    expect(thrownBy(() => sample({ words: ["a", 5] } as never))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": "5",
          "issue": "Invalid input: expected string, received number",
          "path": "words.1",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected \`words.1\` of \`source/sample@2\` to be valid, got 5: Invalid input: expected string, received number.",
      }
    `);
    expect(thrownBy(() => sample({ limits: 1 } as never))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": "{"limits":1}",
          "issue": "Unrecognized key: "limits"",
          "path": "",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected the options of \`source/sample@2\` to be valid, got {"limits":1}: Unrecognized key: "limits".",
      }
    `);
    expect(thrownBy(() => sample("hard" as never))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": ""hard"",
          "issue": "Invalid input: expected object, received string",
          "path": "",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected the options of \`source/sample@2\` to be valid, got "hard": Invalid input: expected object, received string.",
      }
    `);
    expect(thrownBy(() => sample({ limit: undefined, mode: null } as never))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": "null",
          "issue": "Invalid option: expected one of "soft"|"hard"",
          "path": "mode",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected \`mode\` of \`source/sample@2\` to be valid, got null: Invalid option: expected one of "soft"|"hard".",
      }
    `);
    expect(thrownBy(() => sample({ limit: Number.NaN }))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": "NaN",
          "issue": "Invalid input: expected number, received NaN",
          "path": "limit",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected \`limit\` of \`source/sample@2\` to be valid, got NaN: Invalid input: expected number, received NaN.",
      }
    `);
    expect(thrownBy(() => sample({ limit: 3n } as never))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": "3",
          "issue": "Invalid input: expected number, received bigint",
          "path": "limit",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected \`limit\` of \`source/sample@2\` to be valid, got 3: Invalid input: expected number, received bigint.",
      }
    `);
  });

  it("takes no option under the names of a prototype", () => {
    expect(thrownBy(() => sample(JSON.parse('{"constructor":1}') as never))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_OPTION",
        "details": {
          "got": "{"constructor":1}",
          "issue": "Unrecognized key: "constructor"",
          "path": "",
          "piece": "source/sample@2",
        },
        "hint": undefined,
        "message": "Expected the options of \`source/sample@2\` to be valid, got {"constructor":1}: Unrecognized key: "constructor".",
      }
    `);
    expect(() => sample(JSON.parse('{"__proto__":{"limit":9}}') as never)).toThrow('Unrecognized key: "__proto__"');
    expect(({} as { limit?: number }).limit).toBeUndefined();
  });
});
