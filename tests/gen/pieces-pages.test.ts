import { beforeAll, describe, expect, it } from "vitest";
import type { Described, Output, Sources } from "../../scripts/gen/generator.ts";
import { hasPage } from "../../scripts/gen/page-path.ts";
import { papersPages } from "../../scripts/gen/papers-pages.ts";
import { piecesPages } from "../../scripts/gen/pieces-pages.ts";
import { plotsOf } from "../../scripts/gen/plot/plots-of.ts";
import { readSources } from "../../scripts/gen/read-sources.ts";
import { recipePages } from "../../scripts/gen/recipe-pages.ts";

const MAX_SVG_BYTES = 15_000;
/** Reading every package with the compiler takes seconds. */
const READING_MS = 120_000;

let sources: Sources;
let outputs: readonly Output[];
let papers: readonly Output[];

beforeAll(async () => {
  sources = await readSources();
  outputs = await piecesPages(sources);
  papers = [...(await papersPages(sources)), ...(await recipePages(sources))];
}, READING_MS);

const page = (path: string): string => outputs.find((output) => output.path === `docs/pieces/${path}`)?.text ?? "";
const drawn = (): readonly Described[] =>
  sources.described.filter(({ entry, factory }) => factory !== undefined && entry.kind !== "source");

describe("pages of pieces", () => {
  it("show prose, formula, plot, inputs, range, options, example and papers", () => {
    const text = page("shaper/length-step.md");
    for (const part of [
      "# length-step\n",
      "`shaper/length-step@",
      "```text",
      "](length-step.svg)",
      "## Inputs",
      "| `limit` |",
      "## Example",
    ]) {
      expect(text).toContain(part);
    }
  });

  it("say what every option, column and parameter means", () => {
    const silent = sources.described.flatMap(({ entry, source }) =>
      hasPage(entry)
        ? source.options
            .filter(({ meaning }) => meaning === "")
            .map(({ name }) => `${entry.path} ${entry.name}: ${name}`)
        : [],
    );
    expect(silent).toEqual([]);
  });

  it("list the presets of a piece", () => {
    expect(page("advantage/group-relative.md")).toContain("| `dr-grpo` |");
  });

  it("can draw every plot that the documentation asks for", () => {
    expect(drawn().flatMap((found) => plotsOf(found).problems)).toEqual([]);
  });

  it("show a plot for each piece that is arithmetic", () => {
    expect(
      drawn()
        .filter((found) => plotsOf(found).plots.length === 0)
        .map(({ entry }) => entry.path),
    ).toEqual([]);
  });

  it("keep plots small, and the same when drawn again", async () => {
    const plots = outputs.filter(({ path }) => path.endsWith(".svg"));
    expect(
      plots.filter(({ text }) => text.length > MAX_SVG_BYTES || /NaN|Infinity/.test(text)).map(({ path }) => path),
    ).toEqual([]);
    expect(await piecesPages(sources)).toEqual(outputs);
  });

  it("write each file once", () => {
    const paths = [...outputs, ...papers].map(({ path }) => path);
    expect(paths.filter((path, i) => paths.indexOf(path) !== i)).toEqual([]);
  });

  it("link to pages and parts of pages that exist", () => {
    const texts = new Map([...outputs, ...papers].map(({ path, text }) => [path, text]));
    const broken = [...texts].flatMap(([path, text]) =>
      [...text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([, to = "", part]) => {
        const target = to === "" ? path : new URL(to, `file:///${path}`).pathname.slice(1);
        if (to.startsWith("http") || target.startsWith("packages/") || target.endsWith(".json")) return [];
        const found = texts.get(target);
        return found !== undefined && hasPart(found, part) ? [] : [`${path}: ${to}#${part ?? ""}`];
      }),
    );
    expect(broken).toEqual([]);
  });
});

/** Anchors are set by hand, or are headings in small letters. */
function hasPart(text: string, part: string | undefined): boolean {
  if (part === undefined || text.includes(`<a id="${part}">`)) return true;
  return [...text.matchAll(/^#+ (.*)$/gm)].some(
    ([, heading = ""]) => heading.toLowerCase().replaceAll(/[^\w]+/g, "-") === part,
  );
}
