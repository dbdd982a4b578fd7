import { describe, expect, it } from "vitest";
import { errorText } from "./error-text.test-support.ts";
import { parseMap } from "./parse-map.ts";

describe("parseMap", () => {
  it("reads paths and constants, short targets first", () => {
    expect(parseMap('{"item.lang":{"const":"en"},"completion":"choices.0.text","item":"row"}')).toEqual([
      { target: ["completion"], from: { path: "choices.0.text" } },
      { target: ["item"], from: { path: "row" } },
      { target: ["item", "lang"], from: { const: "en" } },
    ]);
  });

  it("says what is wrong with each kind of wrong map", () => {
    const texts = [
      "sample.output_text=solution",
      "[]",
      "{}",
      '{"group":"id"}',
      '{"sample.output_txt":"solution"}',
      '{"solution":"sample.output_text"}',
      '{"completion":3}',
      '{"completion":{"constant":3}}',
    ];
    expect(texts.map((text) => errorText(() => parseMap(text))).join("\n")).toMatchInlineSnapshot(`
      "GUERDON_MAP Expected \`--map\` to be JSON, got \`sample.output_text=solution\`. Write it like --map '{"sample.output_text":"solution","item.answer":"gold","group":"id"}'.
      GUERDON_MAP Expected \`--map\` to be an object, got a list of 0. Write it like --map '{"sample.output_text":"solution","item.answer":"gold","group":"id"}'.
      GUERDON_MAP Expected \`--map\` to say where the completion is, got an empty map. Add "sample.output_text", "completion", "messages", "steps" or "tokens".
      GUERDON_MAP Expected \`--map\` to say where the completion is, got only \`group\`. Add "sample.output_text", "completion", "messages", "steps" or "tokens".
      GUERDON_MAP Expected \`--map\` to name fields of a rollout, got \`sample.output_txt\`. Did you mean \`sample.output_text\` or \`sample.output_json\` or \`sample.output_tools\`? The rollout's field stands left, the row's field right. Left may stand id, group, item, prompt, completion, messages, steps, tokens, meta, sample.output_text, sample.output_json, sample.output_tools, sample.messages, tokens.ids, tokens.logprobs, tokens.stepOf, item.*, meta.*.
      GUERDON_MAP Expected \`--map\` to name fields of a rollout, got \`solution\`. The rollout's field stands left, the row's field right. Left may stand id, group, item, prompt, completion, messages, steps, tokens, meta, sample.output_text, sample.output_json, sample.output_tools, sample.messages, tokens.ids, tokens.logprobs, tokens.stepOf, item.*, meta.*.
      GUERDON_MAP Expected \`--map\` to give \`completion\` the path of a field or {"const": value}, got number 3. A path is a string: {"completion": "some.field"}.
      GUERDON_MAP Expected \`--map\` to give \`completion\` the path of a field or {"const": value}, got an object with the field \`constant\`. A path is a string: {"completion": "some.field"}."
    `);
  });

  it.each(["item.__proto__.x", "item.", "item..x"])("refuses the target %s", (target) => {
    expect(() => parseMap(JSON.stringify({ completion: "a", [target]: "b" }))).toThrow("to name fields of a rollout");
  });
});
