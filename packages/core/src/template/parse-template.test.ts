import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RewardError } from "../error/index.ts";
import { fieldsOf, parseTemplate, SAMPLE_FIELDS } from "./index.ts";

const field = (namespace: "item" | "sample", keys: readonly string[], text: string): object => ({
  namespace,
  keys,
  text,
});
const answer = field("item", ["answer"], "item.answer");

/** Message and hint of what parsing throws. */
function errorOf(text: string): string {
  try {
    parseTemplate(text);
  } catch (error) {
    if (!RewardError.is(error) || error.code !== "GUERDON_TEMPLATE") throw error;
    return `${error.message} ${error.hint}`;
  }
  throw new Error("Expected an error, got none.");
}

describe("parseTemplate", () => {
  it("keeps what has no field in it as a constant", () => {
    for (const value of ["", "text", "a } b }} c {", 5, true, null, ["a", { b: [1] }], {}]) {
      expect(parseTemplate(value)).toEqual({ kind: "constant", value });
    }
  });

  it("reads a text that is one placeholder as a field, white space inside it left out", () => {
    const template = { kind: "field", path: answer };
    expect(parseTemplate("{{ item.answer }}")).toEqual(template);
    expect(parseTemplate("{{item.answer}}")).toEqual(template);
    expect(parseTemplate("{{\n item.answer\t}}")).toEqual(template);
  });

  it.each([
    ["item", []],
    ["item.a.b", ["a", "b"]],
    ["item.a.0.b", ["a", "0", "b"]],
    ["item.a[0].b", ["a", "0", "b"]],
    ["item['a b'].c", ["a b", "c"]],
    ['item["a.b"]["c[0]"]', ["a.b", "c[0]"]],
    ["item.größe", ["größe"]],
  ])("finds the keys of %s", (text, keys) => {
    expect(parseTemplate(`{{ ${text} }}`)).toEqual({ kind: "field", path: field("item", keys, text) });
  });

  it("splits a longer text into what stands still and its fields", () => {
    expect(parseTemplate("Q: {{ item.question }}\n{{ item.answer }}{{ sample.id }}.")).toEqual({
      kind: "text",
      parts: [
        "Q: ",
        field("item", ["question"], "item.question"),
        "\n",
        answer,
        field("sample", ["id"], "sample.id"),
        ".",
      ],
    });
    expect(parseTemplate(" {{ item.answer }}")).toEqual({ kind: "text", parts: [" ", answer] });
  });

  it("goes through lists and maps, and folds what has no field", () => {
    const template = parseTemplate({ a: ["{{ item.answer }}", { b: 1 }], c: [1, "x"] });
    expect(template).toEqual({
      kind: "map",
      entries: [
        [
          "a",
          {
            kind: "list",
            entries: [
              { kind: "field", path: answer },
              { kind: "constant", value: { b: 1 } },
            ],
          },
        ],
        ["c", { kind: "constant", value: [1, "x"] }],
      ],
    });
    expect(fieldsOf(template)).toEqual([answer]);
  });

  it("lists every field of a text once for each place", () => {
    expect(fieldsOf(parseTemplate("{{ item.answer }} or {{ item.answer }}"))).toEqual([answer, answer]);
    expect(fieldsOf(parseTemplate("none"))).toEqual([]);
  });

  it("knows every field of the sample", () => {
    for (const name of SAMPLE_FIELDS) {
      expect(parseTemplate(`{{ sample.${name} }}`)).toEqual({
        kind: "field",
        path: field("sample", [name], `sample.${name}`),
      });
    }
  });

  it("says what is wrong with a template and what to write (every error)", () => {
    expect(errorOf("{{ item.answer")).toMatchInlineSnapshot(
      `"Expected \`{{\` to be closed by \`}}\`, got \`{{ item.answer\`. Close it, or write the text without \`{{\`."`,
    );
    expect(errorOf("{{ item.answer }")).toMatchInlineSnapshot(
      `"Expected \`{{\` to be closed by \`}}\`, got \`{{ item.answer }\`. Close it, or write the text without \`{{\`."`,
    );
    expect(errorOf("{{ answer }}")).toMatchInlineSnapshot(
      `"Expected a field \`item.…\` (dataset row) or \`sample.…\` (what the policy wrote), got \`{{ answer }}\`. Write \`{{ item.… }}\` or \`{{ sample.output_text }}\`."`,
    );
    expect(errorOf("{{ items.answer }}")).toMatchInlineSnapshot(
      `"Expected a field \`item.…\` (dataset row) or \`sample.…\` (what the policy wrote), got \`{{ items.answer }}\`. Did you mean \`item\`?"`,
    );
    expect(errorOf("{{ }}")).toMatchInlineSnapshot(
      `"Expected a field \`item.…\` (dataset row) or \`sample.…\` (what the policy wrote), got \`{{ }}\`. Write \`{{ item.… }}\` or \`{{ sample.output_text }}\`."`,
    );
    expect(errorOf("a {{ {{ item.answer }} }} b")).toMatchInlineSnapshot(
      `"Expected a field \`item.…\` (dataset row) or \`sample.…\` (what the policy wrote), got \`a {{ {{ item.answer }} }} b\`. Did you mean \`item\`?"`,
    );
    expect(errorOf("{{ sample }}")).toMatchInlineSnapshot(
      `"Expected a field of the sample, got \`{{ sample }}\`. The sample has output_text, output_json, output_tools, messages, prompt, tokens, logprobs, steps, meta, id, group."`,
    );
    expect(errorOf("{{ sample.output }}")).toMatchInlineSnapshot(
      `"Expected a field of the sample, got \`{{ sample.output }}\`. Did you mean \`output_json\` or \`output_text\` or \`output_tools\`? The sample has output_text, output_json, output_tools, messages, prompt, tokens, logprobs, steps, meta, id, group."`,
    );
    expect(errorOf("{{ sample.__proto__ }}")).toMatchInlineSnapshot(
      `"Expected a field of the sample, got \`{{ sample.__proto__ }}\`. The sample has output_text, output_json, output_tools, messages, prompt, tokens, logprobs, steps, meta, id, group."`,
    );
    expect(errorOf(`${"x".repeat(100)} {{ nothing }}`)).toMatchInlineSnapshot(
      `"Expected a field \`item.…\` (dataset row) or \`sample.…\` (what the policy wrote), got \`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\`. Write \`{{ item.… }}\` or \`{{ sample.output_text }}\`."`,
    );
  });

  it("finds errors inside lists and maps", () => {
    expect(() => parseTemplate([{ a: "{{ reply }}" }])).toThrow(RewardError);
  });

  it("takes any text without braces as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => {
        fc.pre(!text.includes("{{"));
        expect(parseTemplate(text)).toEqual({ kind: "constant", value: text });
      }),
    );
  });
});
