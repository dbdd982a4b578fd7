import { describe, expect, it } from "vitest";
import { errorText } from "./error-text.test-support.ts";
import { parseMap } from "./parse-map.ts";
import { toRollout } from "./to-rollout.ts";

const user = (content: string): { role: string; content: string } => ({ role: "user", content });
const assistant = (content: string): { role: string; content: string } => ({ role: "assistant", content });

describe("toRollout", () => {
  it("reads a row that is a rollout", () => {
    const row = {
      id: "a",
      group: 4,
      item: { gold: "18" },
      prompt: "How many?",
      completion: "18",
      steps: [{ action: "look", reward: 1 }],
      tokens: { ids: [5, 6], logprobs: [-0.1, -2], stepOf: [0, 0] },
      meta: { model: "6b" },
    };
    expect(toRollout(row, { row: 7 })).toEqual({
      ...row,
      group: "4",
      prompt: [user("How many?")],
      completion: [assistant("18")],
    });
  });

  it("takes the row number as id and the whole row as item when the row has neither", () => {
    const row = { completion: "18", gold: "18" };
    expect(toRollout(row, { row: 7 })).toEqual({
      id: "7",
      group: "7",
      item: row,
      prompt: [],
      completion: [assistant("18")],
    });
  });

  it("groups rollouts of the same prompt, and only those", () => {
    const groups = ["How many?", "How many?", "How much?", "", ""].map(
      (prompt, index) => toRollout({ prompt, completion: "18" }, { row: index + 1 }).group,
    );
    expect(groups).toMatchInlineSnapshot(`
      [
        "prompt-ba352e24c64c7137",
        "prompt-ba352e24c64c7137",
        "prompt-06a1ee61a3f25ce6",
        "4",
        "5",
      ]
    `);
  });

  it("cuts a conversation before its first assistant message", () => {
    const messages = [
      { role: "system", content: "Be brief." },
      user("2+2?"),
      assistant("4"),
      user("Sure?"),
      assistant("Yes"),
    ];
    expect(toRollout({ messages }, { row: 1 })).toMatchObject({
      prompt: messages.slice(0, 2),
      completion: messages.slice(2),
    });
    expect(toRollout({ prompt: [user("2+2?")], messages }, { row: 1 })).toMatchObject({
      prompt: [user("2+2?")],
      completion: messages.slice(2),
    });
  });

  it.each([
    ["its text", { output_text: "18" }, assistant("18")],
    ["its JSON", { output_json: { answer: 18 } }, assistant('{"answer":18}')],
    ["its tool calls", { output_tools: [{ id: "1" }] }, { ...assistant(""), tool_calls: [{ id: "1" }] }],
    ["its messages", { messages: [user("?"), assistant("18")] }, assistant("18")],
  ])("reads a grader sample by %s", (_, sample, message) => {
    expect(toRollout({ sample, item: { gold: 1 } }, { row: 1 })).toMatchObject({
      item: { gold: 1 },
      completion: [message],
    });
  });

  it("turns foreign rows into rollouts by a map", () => {
    const map = parseMap(
      '{"sample.output_text":"out.0.text","item.answer":"gold","item.lang":{"const":"en"},"group":"id","prompt":"q.text"}',
    );
    const foreign = { id: "gsm8k-1", out: [{ text: "A: 18" }], gold: "18", "q.text": "How many?", tokens: 12 };
    expect(toRollout(foreign, { row: 3, map })).toEqual({
      id: "3",
      group: "gsm8k-1",
      item: { ...foreign, answer: "18", lang: "en" },
      prompt: [user("How many?")],
      completion: [assistant("A: 18")],
    });
    expect(foreign).not.toHaveProperty("answer");
  });

  it("leaves a mapped item field that the row lacks to the program", () => {
    const map = parseMap('{"completion":"out","item.answer":"gold"}');
    expect(toRollout({ out: "18" }, { row: 1, map }).item).toEqual({ out: "18" });
  });

  it("says what is wrong with each kind of wrong row", () => {
    const rows: unknown[] = [
      3,
      [{}, {}],
      {},
      { question: "How many?", answer: "18" },
      { completion: 3 },
      { completion: null },
      { completion: [{ role: "assistant", content: "a" }, "b"] },
      { completion: [{ content: "a" }] },
      { completion: "a", prompt: { text: "b" } },
      { messages: "a" },
      { completion: "a", id: true },
      { completion: "a", group: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8 } },
      { sample: { output_text: ["a"] } },
      { sample: { output_tools: "a" } },
      { steps: {} },
      { steps: [1] },
      { steps: [{ reward: Number.POSITIVE_INFINITY }] },
      { tokens: "a ".repeat(40) },
      { tokens: {} },
      { tokens: [1, 2.5] },
      { tokens: { ids: [1, 2], logprobs: [-1] } },
      { tokens: { ids: [1, 2], logprobs: [-1, null] } },
      { steps: [{}], tokens: { ids: [1, 2], stepOf: [0, 1] } },
    ];
    expect(rows.map((row) => errorText(() => toRollout(row, { row: 7 }))).join("\n")).toMatchInlineSnapshot(`
      "GUERDON_ROLLOUT Expected row 7 to be an object, got number 3.
      GUERDON_ROLLOUT Expected row 7 to be an object, got a list of 2. Write one row a line: \`jq -c '.[]' FILE\`.
      GUERDON_ROLLOUT Expected row 7 to be an object with \`completion\`, \`messages\`, \`sample\`, \`steps\` or \`tokens\`, got an empty object. Say which field is the completion: --map '{"sample.output_text":"FIELD"}'.
      GUERDON_ROLLOUT Expected row 7 to be an object with \`completion\`, \`messages\`, \`sample\`, \`steps\` or \`tokens\`, got an object with the fields \`question\`, \`answer\`. Say which field is the completion: --map '{"sample.output_text":"question"}'.
      GUERDON_ROLLOUT Expected \`completion\` of row 7 to be a string or a list of messages, got number 3.
      GUERDON_ROLLOUT Expected \`completion\` of row 7 to be a string or a list of messages, got null.
      GUERDON_ROLLOUT Expected \`completion[1]\` of row 7 to be a message with \`role\` and \`content\`, got string "b".
      GUERDON_ROLLOUT Expected \`completion[0].role\` of row 7 to be a string, got nothing.
      GUERDON_ROLLOUT Expected \`prompt\` of row 7 to be a string or a list of messages, got an object with the field \`text\`.
      GUERDON_ROLLOUT Expected \`messages\` of row 7 to be a list of messages, got string "a".
      GUERDON_ROLLOUT Expected \`id\` of row 7 to be a non-empty string or a number, got boolean true.
      GUERDON_ROLLOUT Expected \`group\` of row 7 to be a non-empty string or a number, got an object with the fields \`a\`, \`b\`, \`c\`, \`d\`, \`e\`, \`f\` and 2 more.
      GUERDON_ROLLOUT Expected \`sample.output_text\` of row 7 to be a string, got a list of 1.
      GUERDON_ROLLOUT Expected \`sample.output_tools\` of row 7 to be a list of tool calls, got string "a".
      GUERDON_ROLLOUT Expected \`steps\` of row 7 to be a list of steps, got an empty object.
      GUERDON_ROLLOUT Expected \`steps[0]\` of row 7 to be an object, got number 1.
      GUERDON_ROLLOUT Expected \`steps[0].reward\` of row 7 to be a finite number, got number Infinity.
      GUERDON_ROLLOUT Expected \`tokens\` of row 7 to be a list of token ids or an object with \`ids\`, got string "a a a a a a a a a a a a a a a a a a a a …".
      GUERDON_ROLLOUT Expected \`tokens.ids\` of row 7 to be a list of token ids, got nothing.
      GUERDON_ROLLOUT Expected \`tokens[1]\` of row 7 to be a token id, got number 2.5.
      GUERDON_ROLLOUT Expected \`tokens.logprobs\` of row 7 to be a list of 2, one finite number for each token, got a list of 1.
      GUERDON_ROLLOUT Expected \`tokens.logprobs[1]\` of row 7 to be a finite number, got null.
      GUERDON_ROLLOUT Expected \`tokens.stepOf[1]\` of row 7 to be a step, got number 1."
    `);
  });

  it("says which mapped field a row lacks", () => {
    const map = parseMap('{"completion":"output.text"}');
    const rows = [{ output: "18" }, {}];
    expect(rows.map((row) => errorText(() => toRollout(row, { row: 7, map }))).join("\n")).toMatchInlineSnapshot(`
      "GUERDON_ROLLOUT Expected row 7 to be an object with the field \`output.text\`, got an object with the field \`output\`. The map takes \`completion\` from it. Correct \`--map\`, or leave the row out.
      GUERDON_ROLLOUT Expected row 7 to be an object with the field \`output.text\`, got an empty object. The map takes \`completion\` from it. Correct \`--map\`, or leave the row out."
    `);
  });
});
