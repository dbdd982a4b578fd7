import { describe, expect, it } from "vitest";
import type { FieldSpec } from "../piece/index.ts";
import { failed, type Json, type Message, type Rollout } from "../signal/index.ts";
import { parseTemplate, TemplateColumns } from "./index.ts";

const assistant = (content: Json, more: { readonly [key: string]: Json } = {}): Message => ({
  role: "assistant",
  content,
  ...more,
});

function rollout(part: Partial<Rollout>): Rollout {
  return { id: "r", group: "g", item: {}, prompt: [], completion: [], ...part };
}

/** Values of one template over rollouts; what is missing is blame and reason. */
function read(template: Json, rollouts: readonly Rollout[], spec: FieldSpec = { type: "json" }): readonly unknown[] {
  const { values, missing } = new TemplateColumns(rollouts).column(parseTemplate(template), spec);
  return rollouts.map((_, r) => {
    const reason = missing.get(r);
    return reason?.kind === "failed" ? `${reason.blame}: ${reason.reason}` : values[r];
  });
}

const ROW = rollout({
  item: { answer: 42, name: "Ann", no: null, yes: true, list: [1, [2, { a: "x" }]], map: { "a.b": "dotted" } },
  completion: [assistant('{"score": 3}')],
});

describe("columns of templates", () => {
  it.each<readonly [Json, Json, string]>([
    ["{{ item.answer }}", 42, "42"],
    ["{{ item.name }}", "Ann", "Ann"],
    ["{{ item.no }}", null, ""],
    ["{{ item.yes }}", true, "true"],
    ["{{ item.list[1][1].a }}", "x", "x"],
    ["{{ item.list }}", [1, [2, { a: "x" }]], '[1,[2,{"a":"x"}]]'],
    ['{{ item.map["a.b"] }}', "dotted", "dotted"],
    [
      "{{ item.name }}: {{ item.answer }}/{{ item.no }}/{{ item.list }}",
      'Ann: 42//[1,[2,{"a":"x"}]]',
      'Ann: 42//[1,[2,{"a":"x"}]]',
    ],
    ["constant", "constant", "constant"],
    [7, 7, "7"],
    [["{{ item.answer }}", "b"], [42, "b"], '[42,"b"]'],
    [{ k: "{{ item.yes }}", l: ["{{ item.name }}"] }, { k: true, l: ["Ann"] }, '{"k":true,"l":["Ann"]}'],
    [{ same: null }, { same: null }, '{"same":null}'],
    ["{{ sample.output_json.score }}", 3, "3"],
  ])("%j is %j as JSON and %j as text", (template, json, text) => {
    expect([read(template, [ROW])[0], read(template, [ROW], { type: "text" })[0]]).toEqual([json, text]);
  });

  it("reads each row's own value, in the order of the rows", () => {
    const rows = ["b", "a", "c"].map((name) => rollout({ item: { name } }));
    expect(read("<{{ item.name }}>", rows)).toEqual(["<b>", "<a>", "<c>"]);
  });

  it("reads a column once for each template and type", () => {
    const columns = new TemplateColumns([ROW]);
    const template = parseTemplate("{{ item.answer }}");
    const first = columns.column(template, { type: "json" });
    expect(columns.column(parseTemplate("{{item.answer}}"), { type: "json" })).toBe(first);
    expect(columns.column(template, { type: "text" }).values).toEqual(["42"]);
    expect(columns.column(template, { type: "json", optional: true })).not.toBe(first);
  });

  it("has columns of no rows", () => {
    expect(read("{{ item.answer }}", [])).toEqual([]);
  });
});

describe("fields that are not there", () => {
  it("blames the task for a field of the row, the candidate for one below what it wrote", () => {
    expect(read("{{ item.reply }}", [ROW])).toMatchInlineSnapshot(`
      [
        "task: Expected rollout \`r\` to have \`item.reply\`, got nothing there.",
      ]
    `);
    expect(read("{{ item.name.first }}", [ROW])).toMatchInlineSnapshot(`
      [
        "task: Expected rollout \`r\` to have \`item.name.first\`, got nothing there.",
      ]
    `);
    expect(read("{{ item.list[9] }}", [ROW])).toMatchInlineSnapshot(`
      [
        "task: Expected rollout \`r\` to have \`item.list[9]\`, got nothing there.",
      ]
    `);
    expect(read("{{ sample.output_json.total }}", [ROW])).toMatchInlineSnapshot(`
      [
        "candidate: Expected rollout \`r\` to have \`sample.output_json.total\`, got nothing there.",
      ]
    `);
    expect(read("{{ sample.output_tools.0.name }}", [ROW])).toMatchInlineSnapshot(`
      [
        "candidate: Expected rollout \`r\` to have \`sample.output_tools.0.name\`, got nothing there.",
      ]
    `);
    expect(read("{{ sample.meta }}", [ROW])).toMatchInlineSnapshot(`
      [
        "task: Expected rollout \`r\` to have meta, got none.",
      ]
    `);
    expect(read("{{ sample.steps }}", [ROW])).toMatchInlineSnapshot(`
      [
        "task: Expected rollout \`r\` to have steps, got none.",
      ]
    `);
    expect(read("{{ sample.tokens }}", [ROW])).toMatchInlineSnapshot(`
      [
        "task: Expected rollout \`r\` to have a token trace, got none.",
      ]
    `);
  });

  it.each([
    ["output_json.a", "candidate"],
    ["output_tools.0", "candidate"],
    ["messages.7.content", "candidate"],
    ["steps[3].reward", "candidate"],
    ["prompt.4", "task"],
    ["meta.seed", "task"],
    ["id.a", "task"],
  ])("blames for nothing at sample.%s the %s", (path, blame) => {
    const [value] = read(`{{ sample.${path} }}`, [{ ...ROW, steps: [], meta: {} }]);
    expect(value).toBe(`${blame}: Expected rollout \`r\` to have \`sample.${path}\`, got nothing there.`);
  });

  it("takes the first reason of a text, list or map, and loses the row alone", () => {
    const rows = [ROW, rollout({ id: "s", item: { name: "Bo" } })];
    expect(read(["{{ item.name }}", "{{ item.answer }}", "{{ item.no }}"], rows)).toMatchInlineSnapshot(`
      [
        [
          "Ann",
          42,
          null,
        ],
        "task: Expected rollout \`s\` to have \`item.answer\`, got nothing there.",
      ]
    `);
    expect(read("{{ item.name }} {{ item.answer }}", rows)).toMatchInlineSnapshot(`
      [
        "Ann 42",
        "task: Expected rollout \`s\` to have \`item.answer\`, got nothing there.",
      ]
    `);
  });

  it("leaves an optional field undefined, and nothing else", () => {
    const rows = [ROW, rollout({})];
    expect(read("{{ item.answer }}", rows, { type: "text", optional: true })).toEqual(["42", undefined]);
  });

  it.each([
    "item.__proto__",
    "item.constructor",
    "item.constructor.name",
    "item.name.length",
    "item.list.map",
    "item.toString",
    'item["hasOwnProperty"]',
    "sample.output_json.constructor",
    "sample.output_text.constructor",
  ])("finds nothing inherited under %s", (path) => {
    const [value] = read(`{{ ${path} }}`, [ROW]);
    expect(value).toBe(
      `${path.startsWith("item") ? "task" : "candidate"}: Expected rollout \`r\` to have \`${path}\`, got nothing there.`,
    );
  });

  it("reads an own key called `__proto__` like any other and pollutes nothing", () => {
    const row = rollout({ item: JSON.parse('{"__proto__": {"polluted": 1}}') as Json });
    expect(read("{{ item.__proto__.polluted }}", [row])).toEqual([1]);
    expect(read(JSON.parse('{"__proto__": "{{ item }}"}') as Json, [row], { type: "text" })).toEqual([
      '{"__proto__":{"__proto__":{"polluted":1}}}',
    ]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe("what the policy wrote", () => {
  it.each<readonly [string, readonly Message[], string]>([
    ["the last message of the assistant", [assistant("first"), assistant("second")], "second"],
    ["no later message of others", [assistant("mine"), { role: "tool", content: "result" }], "mine"],
    ["the last one with text", [assistant("said"), assistant(null, { tool_calls: [{ id: "1" }] })], "said"],
    ["the text parts, joined", [assistant([{ type: "text", text: "a" }, { type: "image_url" }, { text: "b" }])], "ab"],
    ["an empty text", [assistant("said"), assistant("")], ""],
    ["no part that is no text", [assistant("said"), assistant([{ type: "image_url" }, null])], "said"],
  ])("is %s", (_, completion, text) => {
    expect(read("{{ sample.output_text }}", [rollout({ completion })])).toEqual([text]);
  });

  it("blames the candidate for an answer without text and the task for no answer at all", () => {
    const silent = rollout({ completion: [assistant(null, { tool_calls: [{ id: "1" }] })] });
    const none = rollout({ completion: [{ role: "tool", content: "x" }] });
    expect(read("{{ sample.output_text }}", [silent, none, rollout({})])).toMatchInlineSnapshot(`
      [
        "candidate: Expected the completion of rollout \`r\` to have text, got none.",
        "task: Expected rollout \`r\` to have a message of the assistant, got none.",
        "task: Expected rollout \`r\` to have a message of the assistant, got none.",
      ]
    `);
    expect(read("{{ sample.output_json }}", [silent, none])).toMatchInlineSnapshot(`
      [
        "candidate: Expected the completion of rollout \`r\` to have text, got none.",
        "task: Expected rollout \`r\` to have a message of the assistant, got none.",
      ]
    `);
  });

  it("parses JSON, and blames the candidate for text that is none", () => {
    const rows = ['{"a": [1]}', "null", "3", "```json\n{}\n```", "", "NaN"].map((text) =>
      rollout({ completion: [assistant(text)] }),
    );
    const reason = failed("candidate", "Expected the output to be JSON, got text that does not parse.");
    const wrong = `${reason.blame}: ${reason.reason}`;
    expect(read("{{ sample.output_json }}", rows)).toEqual([{ a: [1] }, null, 3, wrong, wrong, wrong]);
  });

  it("gathers the tool calls of all messages in order; none is an empty list", () => {
    const [a, b, c] = ["a", "b", "c"].map((id) => ({ id }));
    const completion = [assistant(null, { tool_calls: [a, b] as Json }), assistant("x", { tool_calls: [c] as Json })];
    expect(read("{{ sample.output_tools }}", [rollout({ completion }), rollout({})])).toEqual([[a, b, c], []]);
    expect(read("{{ sample.output_tools[2].id }}", [rollout({ completion })])).toEqual(["c"]);
  });

  it("gives messages, prompt, tokens, steps, meta, id and group as they are", () => {
    const row = rollout({
      prompt: [{ role: "user", content: "q" }],
      completion: [assistant("a")],
      tokens: { ids: Int32Array.of(5, 6) },
      steps: [{ reward: 1 }],
      meta: { seed: 3 },
    });
    expect(
      read(
        {
          messages: "{{ sample.messages }}",
          prompt: "{{ sample.prompt.0.content }}",
          tokens: "{{ sample.tokens }}",
          reward: "{{ sample.steps[0].reward }}",
          seed: "{{ sample.meta.seed }}",
          id: "{{ sample.id }}",
          group: "{{ sample.group }}",
        },
        [row],
      ),
    ).toEqual([
      {
        messages: [{ role: "user", content: "q" }, assistant("a")],
        prompt: "q",
        tokens: [5, 6],
        reward: 1,
        seed: 3,
        id: "r",
        group: "g",
      },
    ]);
  });
});
