import { RewardError } from "@guerdon/core/error";
import { describe, expect, it } from "vitest";
import { numberOption } from "./options.ts";

function errorOf(read: (text: string) => number, text: string): string {
  try {
    return `read ${read(text)}`;
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

describe("numberOption", () => {
  it.each([
    ["1", 1],
    ["2.5", 2.5],
    ["1e1", 10],
  ])("reads %s", (text, value) => {
    expect(numberOption("limit", 1, 10)(text)).toBe(value);
  });

  it.each(["0", "10.1", "", " ", "ten", "NaN", "5s"])("names the option, its range and what was given: %o", (text) => {
    expect(errorOf(numberOption("limit", 1, 10), text)).toBe(
      `GUERDON_USAGE: Expected \`--limit\` to be a number from 1 to 10, got \`${text}\`.`,
    );
  });

  it("has no upper end where none is given", () => {
    expect(errorOf(numberOption("pool", 0), "-1")).toBe(
      "GUERDON_USAGE: Expected `--pool` to be a number of at least 0, got `-1`.",
    );
  });
});
