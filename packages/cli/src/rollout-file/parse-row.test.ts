import { describe, expect, it } from "vitest";
import { errorText } from "./error-text.test-support.ts";
import { parseRow } from "./parse-row.ts";

describe("parseRow", () => {
  it("gives the value of a line", () => {
    expect(parseRow('{"a":[1,null]}', 1)).toEqual({ a: [1, null] });
  });

  it("says what is wrong with each kind of broken line", () => {
    const lines = ['{"id": 3, "completion": "The ans', '{"a": NaN}', "[", "{'a': 1}", `{"text": "${"x".repeat(80)}"]`];
    expect(lines.map((line, index) => errorText(() => parseRow(line, index + 1))).join("\n")).toMatchInlineSnapshot(`
      "GUERDON_ROW_JSON Expected row 1 to be a JSON value, got a line that breaks off after \`{"id": 3, "completion": "The ans\`. The file was cut short or a value holds a raw newline. Write each row as JSON on a line of its own.
      GUERDON_ROW_JSON Expected row 2 to be a JSON value, got a syntax error in \`{"a": NaN}\`. JSON has no NaN or Infinity. Write null where there is no number.
      GUERDON_ROW_JSON Expected row 3 to be a JSON value, got a line that breaks off after \`[\`. The file was cut short or a value holds a raw newline. Write each row as JSON on a line of its own.
      GUERDON_ROW_JSON Expected row 4 to be a JSON value, got a syntax error in \`{'a': 1}\`. Write each row as JSON on a line of its own.
      GUERDON_ROW_JSON Expected row 5 to be a JSON value, got a syntax error in \`{"text": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\`. Write each row as JSON on a line of its own."
    `);
  });
});
