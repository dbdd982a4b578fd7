import { beforeAll, describe, expect, it } from "vitest";
import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import type { Card } from "../../scripts/cards/card.ts";
import { paperUses } from "../../scripts/gen/paper-uses.ts";
import { papersPages } from "../../scripts/gen/papers-pages.ts";
import { plannedFor } from "../../scripts/gen/planned-for.ts";
import { readCards } from "../../scripts/gen/read-cards.ts";
import { readSources } from "../../scripts/gen/read-sources.ts";
import { makeResolver } from "../../scripts/gen/resolve-name.ts";

const READING_MS = 120_000;
let pages: ReadonlyMap<string, string>;

beforeAll(async () => {
  const outputs = await papersPages(await readSources());
  pages = new Map(outputs.map(({ path, text }) => [path.replace("docs/papers/", ""), text]));
}, READING_MS);

describe("pages of papers", () => {
  it("say for each name where it is, in which package, or for which it is planned", () => {
    const page = pages.get("multi-objective.md");
    expect(page).toContain("| source | `format` | [`format`](../pieces/source/format.md) in `@guerdon/verify` |");
    expect(page).toContain("planned: `@guerdon/audit` (a measurement of a reward or a run)");
  });

  it("list every card once, under its number, with every name it has", () => {
    const all = [...pages].filter(([path]) => path !== "README.md").map(([, text]) => text);
    for (const { number, pieces } of readCards()) {
      const holding = all.filter((text) => text.includes(`<a id="${number}">`));
      expect([number, holding.length]).toEqual([number, 1]);
      for (const { kind, name } of pieces)
        expect(holding[0]).toContain(`| ${kind} | \`${name.replaceAll("|", "\\|")}\` |`);
    }
  });

  it("count in the index what the pages have", () => {
    const rows = [...(pages.get("README.md") ?? "").matchAll(/^\| \[\d+\].*\| (\d+) \/ (\d+) \| .*\|$/gm)];
    const named = rows.reduce((sum, [, , all]) => sum + Number(all), 0);
    const here = rows.reduce((sum, [, some]) => sum + Number(some), 0);
    const missing = [...pages.values()].join("").match(/\*\*missing\*\*/g)?.length ?? 0;
    expect(named).toBe(readCards().flatMap(({ pieces }) => pieces.filter(({ pure }) => pure)).length);
    expect(here).toBe(named - missing);
  });
});

describe("plannedFor", () => {
  it.each([
    ["environment", undefined, "@guerdon/lab"],
    ["preference", undefined, "@guerdon/learn"],
    ["source", undefined, "@guerdon/verify"],
    ["source", "@guerdon/judge", "@guerdon/judge"],
    ["objective", undefined, "@guerdon/lab"],
  ])("%s planned for %s", (kind, where, expected) => {
    expect(plannedFor({ kind, ...(where === undefined ? {} : { where }) })).toBe(expected);
  });
});

describe("paperUses", () => {
  const entry = (name: string, papers: readonly string[]): IndexEntry => ({
    name,
    kind: "shaper",
    use: name,
    summary: "",
    path: "",
    options: [],
    papers,
    aliases: [{ name: `${name}Alias`, settings: "max: 1" }],
  });
  const entries = [entry("clip", ["104 §2, 091 eq. 4", "Shao 2024 §4.1.103"]), entry("scale", ["103, 206 (by hand)"])];
  const card = (number: string, ...names: string[]): Card => ({
    number,
    slug: "",
    name: number,
    title: "",
    arxiv: null,
    year: null,
    family: "shaping",
    confidence: "",
    pieces: names.map((name) => ({ kind: "shaper", name, pure: true })),
  });
  const cards = [card("091"), card("103", "clipAlias"), card("104", "clip", "scale"), card("206"), card("017")];

  it("gives the papers that name a piece, with the names, and those its documentation cites", () => {
    const uses = paperUses(entries, cards, makeResolver(entries));
    const shown = [...uses].map(([key, found]) => [key, found.map((use) => [use.card.number, ...use.names])]);
    expect(Object.fromEntries(shown)).toEqual({
      "shaper/clip": [["091"], ["103", { name: "clipAlias", settings: "max: 1" }], ["104", { name: "clip" }]],
      "shaper/scale": [["103"], ["104", { name: "scale" }], ["206"]],
    });
  });
});
