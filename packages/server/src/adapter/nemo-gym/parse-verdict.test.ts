import { describe, expect, it } from "vitest";
import { parseVerdict } from "./parse-verdict.ts";

const GOOD = { score_1: 4, score_2: 2, ranking: 2 };
const text = JSON.stringify(GOOD);

describe("parseVerdict", () => {
  it.each([
    ["alone", text],
    ["after words", `The first is better. ${text}`],
    ["in a fence", `\`\`\`json\n${text}\n\`\`\``],
    ["under overall", `{"rubric": [{"a": "}"}], "overall": ${text}}`],
    ["the last of two", `{"score_1": 1, "score_2": 1, "ranking": 6} no: ${text}`],
    ["before an object of something else", `${text} {"note": "done"}`],
    ["with numbers as texts", '{"score_1": "4", "score_2": "2", "ranking": "2"}'],
    ["after an open brace in a text", `He said "{" and ${text}`],
  ])("reads a verdict %s", (_, given) => {
    expect(parseVerdict(given)).toEqual(GOOD);
  });

  it.each([
    "",
    "no",
    "{",
    '{"score_1": 4}',
    '{"score_1": 6, "score_2": 2, "ranking": 2}',
    '{"score_1": 4, "score_2": 2, "ranking": 0}',
    "[1]",
  ])("finds none in %o", (given) => {
    expect(parseVerdict(given)).toBeUndefined();
  });

  it("reads a hostile text in bounded time", () => {
    const started = performance.now();
    expect(parseVerdict("{".repeat(1_000_000))).toBeUndefined();
    expect(parseVerdict('{"'.repeat(500_000))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
