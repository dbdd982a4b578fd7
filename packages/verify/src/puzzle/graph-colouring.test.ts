import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Json } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { colouringFault, graphColouring } from "./graph-colouring.ts";

const GALLERY = new URL("../../../../../shared/data/reasoning/reasoning_gym_gallery.jsonl.gz", import.meta.url);

describe("graph-colouring", () => {
  it("counts the colourings of a circle of five in three colours (30, chromatic polynomial)", () => {
    const vertices = ["0", "1", "2", "3", "4"];
    const edges = vertices.map((vertex, i): [string, string] => [vertex, vertices[(i + 1) % 5] as string]);
    let right = 0;
    for (let n = 0; n < 3 ** 5; n++) {
      const colours = vertices.map((_, i) => (Math.floor(n / 3 ** i) % 3) + 1);
      const stated = Object.fromEntries(vertices.map((vertex, i) => [vertex, colours[i] as number]));
      if (colouringFault(stated, { edges, vertices, colours: new Set(["1", "2", "3"]) }) === undefined) right++;
    }
    // (k − 1)^5 − (k − 1) for k = 3
    expect(right).toBe(30);
  });

  it("says what is wrong, and blames the task for a graph that is none", async () => {
    const text = ['{"a": 1, "b": 2}', '{"a": 1, "b": 1}', '{"a": 1}', '{"a": 1, "b": null}', "[1, 2]", "a is 1"];
    const edges = text.map((): Json => [["a", "b"]]);
    const colours = text.map(() => 2);
    expect(await scoreRows(graphColouring(), { text, edges, colours })).toEqual([
      [1],
      [0, "a and b have the same colour"],
      [0, "b has no colour that may be used"],
      [0, "b has no colour that may be used"],
      [0, "the JSON is no object"],
      [0, "the text is no JSON"],
    ]);
    const wrong = {
      text: ["{}", "{}", "{}"],
      edges: [[["a"]], [["a", "b"]], [["a", "b"]]] as Json[],
      vertices: [["a"], ["a"], ["a", "b"]] as Json[],
      colours: [2, 2, []] as Json[],
    };
    expect(await scoreValues(graphColouring(), wrong)).toEqual(["task", "task", "task"]);
  });

  it("scores the gallery's possible answers 1, and with one end of an edge in the other's colour 0", async (context) => {
    if (!existsSync(GALLERY)) return context.skip("the data is not beside this repository: ../shared/data/reasoning");
    interface Puzzle {
      readonly edges: [number, number][];
      readonly vertices: number[];
      readonly color_options: number[];
    }
    type Row = { dataset: string; metadata: { possible_answer: { [vertex: string]: number }; puzzle: Puzzle } };
    const lines = gunzipSync(readFileSync(GALLERY)).toString().trim().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as Row).filter(({ dataset }) => dataset === "graph_color");
    const graphs = {
      edges: rows.map(({ metadata }) => metadata.puzzle.edges),
      vertices: rows.map(({ metadata }) => metadata.puzzle.vertices),
      colours: rows.map(({ metadata }) => metadata.puzzle.color_options),
    };
    const answers = rows.map(({ metadata }) => metadata.possible_answer);
    const text = answers.map((answer) => JSON.stringify(answer));
    expect(await scoreValues(graphColouring(), { text, ...graphs })).toEqual([1, 1, 1]);
    const near = answers.map((answer, i) => {
      const [a, b] = (graphs.edges[i] as [number, number][])[0] as [number, number];
      return JSON.stringify({ ...answer, [a]: answer[b] });
    });
    expect(await scoreValues(graphColouring(), { text: near, ...graphs })).toEqual([0, 0, 0]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(graphColouring(), { edges: [[["a", "b"]]], colours: [2] });
    expect(ms, name).toBeLessThan(1000);
  });

  const columns = {
    text: ['{"a": 1, "b": 2}', "{}", ""],
    edges: [[["a", "b"]], [["a", "b"]], null],
    colours: [2, 2, 2],
  };
  for (const law of lawsOf(graphColouring, { columns })) it(law.name, law.check);
});
