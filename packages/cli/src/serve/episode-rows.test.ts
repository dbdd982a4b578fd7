import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../command/run-cli.test-support.ts";
import { episodeRows } from "./episode-rows.ts";

async function rowsOf(...lines: readonly unknown[]) {
  using folder = folderWith({ "rows.jsonl": lines.map((line) => JSON.stringify(line)).join("\n") });
  return await episodeRows(join(folder.path, "rows.jsonl"));
}

describe("episodeRows", () => {
  it("reads what is asked from any of the usual fields", async () => {
    const user = [{ role: "user", content: "6 * 7?" }];
    const rows = await rowsOf(
      { prompt: "6 * 7?", item: { answer: "42" } },
      { question: "6 * 7?", answer: "42" },
      { messages: [...user, { role: "assistant", content: "42" }] },
      { prompt: user },
    );
    expect(rows.map(({ prompt }) => prompt)).toEqual([user, user, user, user]);
    expect(rows.slice(0, 2).map(({ item }) => item)).toEqual([{ answer: "42" }, { question: "6 * 7?", answer: "42" }]);
  });

  it.each([
    ["no field", { answer: "42" }, "Expected row 1 to ask something, got no such field."],
    ["an empty text", { prompt: "" }, "got no text in `prompt`."],
    [
      "a conversation that begins with the answer",
      { messages: [{ role: "assistant", content: "x" }] },
      "got no text in `messages`.",
    ],
    ["a list", [1], "got no such field."],
  ])("refuses a row with %s", async (_, row, message) => {
    await expect(rowsOf(row)).rejects.toThrow(message);
  });
});
