import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { linkMatch } from "./link-match.ts";

const KINSHIP = new URL("../../../../../shared/data/kg/kinship.tsv.gz", import.meta.url);

describe("linkMatch", () => {
  it("is F1, precision and recall of sets (by hand)", async () => {
    const text = ['[["a","b"],["a","c"],["a","d"],["a","d"]]', "[]", "x", '[["b","a"]]'];
    const columns = {
      text,
      expected: text.map(() => [
        ["a", "b"],
        ["a", "c"],
        ["b", "e"],
        ["b", "f"],
      ]),
    };
    expect(await scoreValues(linkMatch(), columns)).toEqual([4 / 7, 0, 0, 0]);
    expect(await scoreValues(linkMatch({ measure: "precision" }), columns)).toEqual([2 / 3, 0, 0, 0]);
    expect(await scoreRows(linkMatch({ measure: "recall" }), columns)).toEqual([
      [0.5, "2 of 3 stated, 4 expected"],
      [0, "0 of 0 stated, 4 expected"],
      [0, "no list of links is stated"],
      [0, "0 of 1 stated, 4 expected"],
    ]);
  });

  it("abstains where nothing is expected and blames the task for no links", async () => {
    expect(await scoreValues(linkMatch(), { text: ["[]", "[]", "[]"], expected: [[], null, [["a"]]] })).toEqual([
      "abstained",
      "task",
      "task",
    ]);
  });

  it("grounds the triples of a kinship graph, and none with head and relation exchanged", async (context) => {
    if (!existsSync(KINSHIP)) return context.skip("the data is not beside this repository: ../shared/data/kg");
    const lines = gunzipSync(readFileSync(KINSHIP)).toString().trim().split("\n");
    const triples = lines.map((line) => line.split("\t").slice(1, 4));
    expect(triples.length).toBe(10_686);
    const source = linkMatch({ measure: "precision", limitLinks: 20_000 });
    const part = triples.slice(0, 500);
    const text = [JSON.stringify(part), JSON.stringify(part.map(([head, relation, tail]) => [relation, head, tail]))];
    expect(await scoreValues(source, { text, expected: [triples, triples] })).toEqual([1, 0]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(linkMatch(), { expected: [[["a", "b"]]] });
    expect(ms, name).toBeLessThan(400);
  });

  const columns = { text: ['[["a","b"]]', "[]", "x"], expected: [[["a", "b"]], [], null] };
  for (const law of lawsOf(linkMatch, { columns })) it(law.name, law.check);
});
