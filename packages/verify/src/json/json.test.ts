import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { equalJson } from "./equal-json.ts";
import { jsonSources } from "./index.ts";
import { json } from "./json.ts";

const FENCE = "```";
const SUITE = new URL("../../../../../shared/data/metrics/json_parsing_suite.jsonl.gz", import.meta.url);

interface SuiteRow {
  readonly name: string;
  readonly expect: "accept" | "reject" | "either";
  readonly bytes_base64: string;
}

describe("json, strict", () => {
  it("scores valid JSON 1 and all else 0", async () => {
    const text = [
      "{}",
      ' [1, "a", null] ',
      "null",
      "5",
      "",
      "{a: 1}",
      "{'a': 1}",
      '{"a": 1,}',
      "NaN",
      '{"a": 1} ok',
      "\ufeff{}",
    ];
    expect(await scoreValues(json(), { text })).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("asks for a root, a path, a value", async () => {
    const text = ['{"items": [{"name": "x"}]}', '{"items": []}', "[1]"];
    expect(
      await scoreRows(json({ root: "object", path: "items.0.name" }), { text, expected: ["x", "x", "x"] }),
    ).toEqual([[1], [0, "there is nothing at items.0.name"], [0, "the JSON is no object"]]);
    expect(await scoreRows(json({ root: "array" }), { text: ["[1]"], expected: [[2]] })).toEqual([
      [0, "the value differs from the expected one"],
    ]);
    const inherited = ['{"a": 1}', "[1]", '"text"'];
    for (const path of ["constructor", "__proto__", "length", "toString"]) {
      expect(await scoreValues(json({ path }), { text: inherited })).toEqual([0, 0, 0]);
    }
    expect(await scoreValues(json({ path: "a" }), { text: ['{"a": null}'], expected: [null] })).toEqual([1]);
  });

  it("opens the only code fence, if asked", async () => {
    const text = [
      `${FENCE}json\n{"a": 1}\n${FENCE}`,
      `Here it is:\n${FENCE}\n{"a": 1}\n${FENCE}\nDone.`,
      `${FENCE}json\n{"a": 1}\n${FENCE}\n${FENCE}json\n{"a": 2}\n${FENCE}`,
      `${FENCE}json\n{"a": 1}`,
      `${FENCE}python\n{"a": 1}\n${FENCE}`,
      '{"a": 1}',
    ];
    expect(await scoreValues(json({ fenced: true }), { text })).toEqual([1, 1, 0, 0, 0, 1]);
    expect(await scoreValues(json(), { text })).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it("agrees with the JSON parsing suite on every row that must be accepted or rejected", async (context) => {
    if (!existsSync(SUITE)) return context.skip("the suite is not beside this repository: ../shared/data");
    const rows = gunzipSync(readFileSync(SUITE))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as SuiteRow);
    const text = rows.map((row) => Buffer.from(row.bytes_base64, "base64").toString("utf8"));
    const values = await scoreValues(json(), { text });
    const verdicts = rows.map(({ expect: verdict }) =>
      verdict === "accept" ? 1 : verdict === "reject" ? 0 : undefined,
    );
    const wrong = rows.filter((_, i) => verdicts[i] !== undefined && verdicts[i] !== values[i]).map(({ name }) => name);
    expect(wrong).toEqual([]);
    expect([
      rows.length,
      verdicts.filter((verdict) => verdict === 1).length,
      verdicts.filter((verdict) => verdict === 0).length,
    ]).toMatchInlineSnapshot(`
      [
        316,
        95,
        186,
      ]
    `);
  });
});

describe("json, repaired", () => {
  const repaired = json({ parse: "repaired", fenced: true });

  it.each([
    "{a: 1}",
    "{'a': 1}",
    '{"a": 1,}',
    '{"a": 1',
    '{"a": "x',
    '{"a": True}',
    "[1, 2",
    '{"a": 1} // done',
    '{"a" 1}',
  ])("mends %j", async (text) => {
    expect(await scoreValues(repaired, { text: [text] })).toEqual([1]);
    expect(await scoreValues(json(), { text: [text] })).toEqual([0]);
  });

  it("gives prose nothing, though a repairer makes a JSON text of it", async () => {
    const text = ["hello world", "", "   ", 'the answer is {"a": 1}', "5 apples"];
    expect(await scoreValues(repaired, { text })).toEqual([0, 0, 0, 0, 0]);
  });

  it("compares what it mended", async () => {
    expect(
      await scoreValues(json({ parse: "repaired", path: "a" }), { text: ["{a: 1}", "{a: 2}"], expected: [1, 1] }),
    ).toEqual([1, 0]);
  });

  it("puts nesting and size over the limits down to the candidate", async () => {
    const text = ["[".repeat(30_000), "[".repeat(100_000), `[${"1,".repeat(50_000)}`];
    expect(await scoreRows(repaired, { text })).toEqual([
      ["candidate", "Expected JSON with less nesting than exhausts the stack."],
      ["candidate", "Expected JSON with at most 32768 characters, got 100000."],
      ["candidate", "Expected JSON with at most 32768 characters, got 100001."],
    ]);
  });

  it("takes valid JSON of any size and depth", async () => {
    const text = [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, `[${"1,".repeat(100_000)}1]`];
    expect(await scoreValues(repaired, { text })).toEqual([1, 1]);
    expect(await scoreValues(json(), { text, expected: [[[]], [1]] })).toEqual([0, 0]);
  });
});

describe("equalJson", () => {
  it.each([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined as never }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
    [1, "1", false],
    [0, -0, true],
    [{ toString: 1 }, {}, false],
    [{ a: [{ b: null }] }, { a: [{ b: null }] }, true],
  ])("%j and %j: %s", (a, b, same) => {
    expect(equalJson(a, b)).toBe(same);
    expect(equalJson(b, a)).toBe(same);
  });
});

describe("laws of json", () => {
  const columns = {
    text: ["{}", '{"a": [1]}', "{a: 1}", "", "[".repeat(200)],
    expected: [{}, [1], undefined, null, 5],
  };
  for (const options of [{}, { path: "a", fenced: true }, { parse: "repaired", root: "object" }]) {
    for (const law of lawsOf(json, { options, columns })) it(`${JSON.stringify(options)} ${law.name}`, law.check);
  }

  it("lists every source of this folder", () => {
    expect(jsonSources.map(({ id }) => id)).toEqual(["source/json@1", "source/json-schema@1"]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    for (const options of [{ fenced: true }, { parse: "repaired", fenced: true }] as const) {
      const { name, ms } = await slowestHostile(json(options));
      expect(ms, name).toBeLessThan(100);
    }
  });
});
