import { describe, expect, it } from "vitest";
import { rolloutsOf, testLibrary } from "../engine/rollouts.test-support.ts";
import { compileProgram } from "../program/index.ts";
import type { Json, Rollout } from "../signal/index.ts";
import { checkFields } from "./index.ts";

const program = (expected: Json) =>
  compileProgram({ reward: "r", terms: { a: { use: "exact", expected } }, total: "a" }, testLibrary);
const rows = (...items: readonly Json[]): readonly Rollout[] =>
  items.map((item) => ({ ...(rolloutsOf([["g", "x", "y"]])[0] as Rollout), item }));

describe("GUERDON_FIELD_UNKNOWN", () => {
  it("is a field that none of the rows has, with what they have", () => {
    expect(
      checkFields(program("{{ item.anwser }}"), rows({ answer: 1, meta: { level: 2 } }, {})),
    ).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_FIELD_UNKNOWN",
          "fix": "Did you mean \`answer\`? The rows have \`item.answer\`, \`item.meta.level\`.",
          "place": {
            "path": [
              "terms",
              "a",
              "expected",
            ],
          },
          "reason": "Expected \`item.anwser\` to be in the rows, got none in the first 2.",
          "severity": "error",
        },
      ]
    `);
    expect(checkFields(program("{{ item.gold }}"), rows({}))).toMatchInlineSnapshot(`
      [
        {
          "code": "GUERDON_FIELD_UNKNOWN",
          "fix": "The rows have no fields.",
          "place": {
            "path": [
              "terms",
              "a",
              "expected",
            ],
          },
          "reason": "Expected \`item.gold\` to be in the rows, got none in the first 1.",
          "severity": "error",
        },
      ]
    `);
  });

  it("names each field of a longer template that is not there", () => {
    const findings = checkFields(program(["{{ item.a }} {{ item.b }}", "{{ item.c }}"]), rows({ b: 1 }));
    expect(findings.map(({ reason }) => reason)).toEqual([
      "Expected `item.a` to be in the rows, got none in the first 1.",
      "Expected `item.c` to be in the rows, got none in the first 1.",
    ]);
  });

  it("lists twelve fields at most", () => {
    const item = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, i]));
    const [finding] = checkFields(program("{{ item.unheard }}"), rows(item));
    expect(finding?.fix.match(/`item\.k\d+`/g)?.length).toBe(12);
  });

  it.each<readonly [string, Json, readonly Json[]]>([
    ["one row has", "{{ item.answer }}", [{}, { answer: 0 }]],
    ["is null there", "{{ item.answer }}", [{ answer: null }]],
    ["is deep in a list", "{{ item.a[1].b }}", [{ a: [0, { b: 1 }] }]],
    ["belongs to the sample", "{{ sample.output_text }}", [{}]],
    ["is the whole row", "{{ item }}", [{}]],
    ["no row was looked for in", "{{ item.answer }}", []],
  ])("is not a field that %s", (_, expected, items) => {
    expect(checkFields(program(expected), rows(...items))).toEqual([]);
  });

  it.each(["constructor", "__proto__.x", "toString", "a.length"])("takes nothing inherited for a field: %s", (path) => {
    expect(checkFields(program(`{{ item.${path} }}`), rows({ a: "text" })).map(({ code }) => code)).toEqual([
      "GUERDON_FIELD_UNKNOWN",
    ]);
  });
});
