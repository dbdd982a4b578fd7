import { describe, expect, it } from "vitest";
import type { IndexAlias, IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import { readAlias } from "../../scripts/gen/read-alias.ts";
import { makeResolver } from "../../scripts/gen/resolve-name.ts";

const entry = (kind: string, name: string, aliases: readonly IndexAlias[] = [], use?: string): IndexEntry => ({
  name,
  kind,
  summary: "",
  import: `import { ${camelCase(name)} } from "pack";`,
  path: `src/${name}.ts`,
  options: [],
  papers: [],
  aliases: [{ name: camelCase(name) }, ...aliases].filter((alias) => alias.name !== name),
  ...(use === undefined ? {} : { use }),
});

const resolve = makeResolver([
  entry("source", "format", [], "format"),
  entry(
    "combinator",
    "weighted-sum",
    [readAlias("sum"), readAlias('tieBreaker = "main + 0.001 * aux"')],
    "weighted-sum",
  ),
  entry("shaper", "step-clip", [readAlias("043:stepClip"), readAlias("centre")], "step-clip"),
  entry("shaper", "clip", [readAlias("stepClip = { use: clip, max: 0 }"), readAlias("per-reward group bound")], "clip"),
  entry("shaper", "centre", [], "centre"),
  entry("advantage", "centre", [], "centre"),
  { ...entry("preset", "grpo", [], "grpo"), aliases: [{ name: "group-relative" }] },
  entry("advantage", "group-relative", [], "group-relative"),
  entry("expression", "min"),
  entry("expression", "sum"),
  entry("function", "hypervolume", [readAlias("pareto volume")]),
  entry("objective", "policyLoss"),
]);

const found = (card: string, kind: string, name: string, pure = true): string | undefined => {
  const resolution = resolve(card, { kind, name, pure });
  return (
    resolution &&
    `${resolution.entry.kind} ${resolution.entry.name}${resolution.settings ? ` ${resolution.settings}` : ""}`
  );
};

describe("makeResolver", () => {
  it.each([
    ["own name", "104", "combinator", "weighted-sum", "combinator weighted-sum"],
    ["export", "104", "combinator", "weightedSum", "combinator weighted-sum"],
    ["other case, arguments", "104", "combinator", "Weighted Sum(w)", "combinator weighted-sum"],
    ["alias", "065", "combinator", "tieBreaker", 'combinator weighted-sum "main + 0.001 * aux"'],
    ["alias of several words", "051", "advantage", "per-reward group bound", "shaper clip"],
    ["alias of this card before a plain one", "043", "shaper", "stepClip", "shaper step-clip"],
    ["own name before the alias of another card", "001", "shaper", "stepClip", "shaper step-clip"],
    ["kind of the card first", "041", "advantage", "centre", "advantage centre"],
    ["own name before alias", "041", "shaper", "centre", "shaper centre"],
    ["preset", "033", "advantage", "grpo", "preset grpo"],
    ["function of expressions", "055", "combinator", "min", "expression min"],
    ["kind before own name", "061", "combinator", "sum", "combinator weighted-sum"],
    ["function with a kind", "206", "objective", "policyLoss", "objective policyLoss"],
    ["alias of a plain function", "111", "combinator", "pareto volume", "function hypervolume"],
    ["not a plain function by its name", "111", "combinator", "hypervolume", undefined],
    ["unknown", "111", "combinator", "nothing", undefined],
  ])("%s", (_, card, kind, name, expected) => {
    expect(found(card, kind, name)).toBe(expected);
  });

  it("finds what is no arithmetic under its own kind or by alias only", () => {
    expect(found("086", "source", "format", false)).toBe("source format");
    expect(found("086", "audit", "format", false)).toBeUndefined();
    expect(found("111", "audit", "pareto volume", false)).toBe("function hypervolume");
  });
});

describe("readAlias", () => {
  it.each([
    ["lengthStep", { name: "lengthStep" }],
    ["043:stepClip", { name: "stepClip", card: "043" }],
    ["a = { use: clip, max: 0 }", { name: "a", settings: "{ use: clip, max: 0 }" }],
    ['043:a b = "x <= 1"', { name: "a b", card: "043", settings: '"x <= 1"' }],
    ["knnRouter(k=40)", { name: "knnRouter(k=40)" }],
    ["`strength mix`", { name: "strength mix" }],
  ])("reads %s", (text, expected) => {
    expect(readAlias(text)).toEqual(expected);
  });
});

function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
