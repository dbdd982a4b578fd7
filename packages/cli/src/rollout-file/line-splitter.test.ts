import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter } from "./line-splitter.ts";
import type { Row } from "./row.ts";

describe("LineSplitter", () => {
  it.each([
    ["no bytes", "", []],
    ["one line without newline", "a", [{ row: 1, text: "a" }]],
    [
      "CRLF",
      "a\r\nb\r\n",
      [
        { row: 1, text: "a" },
        { row: 2, text: "b" },
      ],
    ],
    [
      "a byte order mark",
      "\ufeffa\nb",
      [
        { row: 1, text: "a" },
        { row: 2, text: "b" },
      ],
    ],
    [
      "blank lines, which are counted",
      "\n  \na\n\r\n\nb\n\n",
      [
        { row: 3, text: "a" },
        { row: 6, text: "b" },
      ],
    ],
    ["a byte order mark alone", "\ufeff", []],
  ])("reads %s", (_, text, rows) => {
    expect(rowsOf([Buffer.from(text)], 100)).toEqual(rows);
  });

  it("cuts the same rows wherever the chunks end (twin: split)", () => {
    const line = fc.string({ unit: "grapheme", maxLength: 8 }).map((text) => text.replaceAll(/\s/gu, "_"));
    const cuts = fc.array(fc.nat(60), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(line), cuts, (lines, at) => {
        const expected = lines.map((text, index) => ({ row: index + 1, text })).filter(({ text }) => text !== "");
        expect(rowsOf(chunksOf(Buffer.from(lines.join("\n")), at), 1000)).toEqual(expected);
      }),
    );
  });

  it("forgets a line over the limit and reports it, wherever the chunks end", () => {
    for (const size of [1, 2, 3, 7, 100]) {
      const bytes = Buffer.from("ab\nabcdef\nabc\n");
      const at = Array.from({ length: bytes.length }, (_, index) => index * size);
      const rows = rowsOf(chunksOf(bytes, at), 3);
      expect(rows.map((row) => ("error" in row ? row.error.code : row.text))).toEqual([
        "ab",
        "GUERDON_ROW_LENGTH",
        "abc",
      ]);
    }
  });

  it("says how long a line may be", () => {
    const [row] = rowsOf([Buffer.from("abcdef")], 3);
    const error = row !== undefined && "error" in row ? row.error : undefined;
    expect(`${error?.message} ${error?.hint}`).toMatchInlineSnapshot(
      `"Expected row 1 to be at most 3 bytes long, got 6. The row was skipped and the others were read. Shorten it, or read it with a larger \`--max-line-mb\`."`,
    );
  });
});

function rowsOf(chunks: readonly Buffer[], maxLineBytes: number): Row[] {
  const splitter = new LineSplitter(maxLineBytes);
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
}

function chunksOf(bytes: Buffer, at: readonly number[]): Buffer[] {
  const edges = [0, ...at.map((edge) => Math.min(edge, bytes.length)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}
