import { describe, expect, it } from "vitest";
import { type AdvantageLink, compileProgram, type Program, term } from "./index.ts";
import { EXACT, library } from "./levels.test-support.ts";

function programOf(terms: Record<string, unknown>, total = "a", more: object = {}): Program {
  return compileProgram({ reward: "r", terms, total, ...more }, library);
}

describe("a compiled program", () => {
  it("puts terms in dependency order, whatever the order in the file", () => {
    const { terms } = programOf({ a: "b + c", b: "c * 2", c: { ...EXACT, when: "d > 0" }, d: EXACT });
    expect(terms.map(({ name, reads }) => [name, reads])).toEqual([
      ["d", []],
      ["c", ["d"]],
      ["b", ["c"]],
      ["a", ["b", "c"]],
    ]);
  });

  it("types terms: level, range and how far they reach", () => {
    const { terms } = programOf(
      {
        one: "2 / 4",
        right: EXACT,
        steps: { use: "steps" },
        tokens: { use: "tokens" },
        mixed: "right - 2 * steps",
        group: { use: "group-mean", of: "right" },
        centred: { use: "centre", of: "right" },
        after: "centred + steps",
        free: term(() => []),
        own: term(() => [], { range: [-1, 2], scope: "rollout", reads: ["right"] }),
        declared: { use: "affine", of: "tokens", scale: 5, range: [0, 4] },
      },
      "mean(mixed) + mean(after) + free + own + group + one + mean(declared)",
    );
    const table = terms.map(({ name, level, range, scope, rangeDeclared }) =>
      [name, level, `[${range.min}, ${range.max}]`, scope, ...(rangeDeclared ? ["declared"] : [])].join(" "),
    );
    expect(table).toMatchInlineSnapshot(`
      [
        "one batch [0.5, 0.5] rollout",
        "right rollout [0, 1] rollout",
        "steps step [0, 1] rollout",
        "tokens token [0, 1] rollout",
        "mixed step [-2, 1] rollout",
        "group group [0, 1] group",
        "centred rollout [-1, 1] group",
        "after step [-1, 2] group",
        "free rollout [-Infinity, Infinity] batch",
        "own rollout [-1, 2] rollout declared",
        "declared token [0, 4] rollout declared",
      ]
    `);
  });

  it("knows the level and the range of the total", () => {
    const { totalLevel, totalRange } = programOf({ a: EXACT, b: { use: "steps" } }, "a - 3 * max(b)");
    expect([totalLevel, totalRange]).toEqual(["rollout", { min: -3, max: 1 }]);
  });

  it("makes an implicit term for an input that is not given, one for all that need it", () => {
    const { terms } = programOf({ a: { use: "length-step", limit: 5 }, b: { use: "length-step", limit: 9 } }, "a + b");
    expect(terms.map(({ name, implicit, reads }) => [name, implicit, reads])).toEqual([
      ["length(unit: tokens)", true, []],
      ["a", false, ["length(unit: tokens)"]],
      ["b", false, ["length(unit: tokens)"]],
    ]);
    expect(terms[0]?.body).toMatchObject({
      kind: "source",
      piece: { id: "source/length@1", options: { unit: "tokens" } },
    });
  });

  it("keeps an option of the piece that has the name of a key of terms", () => {
    const { terms } = programOf({ b: EXACT, a: { use: "group-mean", of: "b", range: [5, 3] } });
    expect(terms[1]).toMatchObject({ rangeDeclared: false, body: { piece: { options: { range: [5, 3] } } } });
  });

  it("lets options stand over those of the preset", () => {
    const { links, name, over } = programOf({ a: EXACT }, "a", { advantage: { use: "grpo/verl", eps: 0.5 } }).advantage;
    const { piece } = links[0] as AdvantageLink;
    expect([piece.id, name, over]).toEqual(["advantage/group-relative@1", "grpo/verl", []]);
    expect(piece.options).toMatchObject({ eps: 0.5, single: "raw" });
  });

  it("uses grpo when no advantage is named, and every term of the total where single terms are read", () => {
    expect(programOf({ a: EXACT }).advantage).toMatchObject({ name: "grpo", over: [] });
    const decoupled = programOf({ a: EXACT, b: EXACT, c: EXACT }, "b + 2 * a", { advantage: "gdpo" });
    expect(decoupled.advantage).toMatchObject({ name: "gdpo", over: ["b", "a"] });
  });

  it("takes `protects` as one name or a list", () => {
    const { terms } = programOf({ a: EXACT, b: { ...EXACT, protects: "a" }, c: { ...EXACT, protects: ["a", "b"] } });
    expect(terms.map(({ protects }) => protects)).toEqual([[], ["a"], ["a", "b"]]);
  });

  it("leaves `deadlineMs` to a piece that has it as an option: a limit of a row is none of the whole term", () => {
    const { terms } = programOf({ a: { ...EXACT, deadlineMs: 5 }, b: { use: "slow", deadlineMs: 7 } });
    expect(terms.map(({ deadlineMs }) => deadlineMs)).toEqual([5, undefined]);
    expect(terms[1]).toMatchObject({ body: { piece: { options: { deadlineMs: 7 } } } });
  });

  it("takes plain functions as terms", () => {
    const { terms } = programOf({ a: () => [], b: term(() => [], { when: "a > 0", deadlineMs: 5, protects: ["a"] }) });
    expect(terms.map(({ body, scope, deadlineMs, protects }) => [body.kind, scope, deadlineMs, protects])).toEqual([
      ["function", "batch", undefined, []],
      ["function", "batch", 5, ["a"]],
    ]);
  });
});
