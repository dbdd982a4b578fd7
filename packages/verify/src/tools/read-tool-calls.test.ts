import { describe, expect, it } from "vitest";
import { f, g, tagged } from "./calls.test-support.ts";
import { parseExactJson, parsePythonCalls, readToolCalls, WholeFloat } from "./index.ts";

describe("readToolCalls", () => {
  it.each<[string, unknown]>([
    ['{"name": "f", "arguments": {"a": 1}}', f({ a: 1 })],
    ['[{"function": {"name": "f", "arguments": "{\\"a\\": 1}"}}]', f({ a: 1 })],
    ['<tool_call>{"name": "f", "arguments": {"a": 1}}</tool_call>', f({ a: 1 })],
    ["[f(a=1)]", f({ a: 1 })],
    ["f(a=1)", f({ a: 1 })],
    ["```python\n[f(a=1)]\n```", f({ a: 1 })],
    ['[{"f": {"a": 1}}]', f({ a: 1 })],
    ['{"name": "f", "kwargs": {"a": 1}}', f({ a: 1 })],
  ])("%s", (text, call) => {
    expect(readToolCalls(text)).toEqual({ calls: [call] });
  });

  it("reads several blocks, lines and calls as they stand", () => {
    const text = `${tagged(f({ a: 1 }), g({}))} and ${tagged(f({ a: 2 }))}`;
    expect(readToolCalls(text)).toEqual({ calls: [f({ a: 1 }), g({}), f({ a: 2 })] });
    expect(readToolCalls([{ id: "1", type: "function", function: { name: "g", arguments: "" } }])).toEqual({
      calls: [g({})],
    });
  });

  it.each([
    ["<tool_call>[1]</tool_call>", "a call is no object"],
    ['{"name": "f"}', "the call of f has no arguments"],
    ['{"name": "f", "arguments": "x"}', "the arguments of f are no object"],
    ["</tool_call>", "</tool_call> stands without <tool_call>"],
    ["f(a=1", "expected `,` or `)` at 5, got the end"],
    ["f(1)", 'expected a name at 2, got "1)"'],
    ["[f(a=__import__('os').system('x'))]", "expected a name at 16, got \"'os').system\""],
    [`f(a=${"[".repeat(5000)})`, "values are nested more than 200 deep"],
    ["f(a=9**9**9**9)", "a number is too large"],
  ])("%s: %s", (text, why) => {
    expect(readToolCalls(text)).toEqual({ why });
  });

  it("keeps hostile text in linear time and memory", () => {
    for (const unit of [
      "f(",
      "[",
      "{",
      "<tool_call>",
      "a=1,",
      "'",
      '"',
      "\\",
      "#\n",
      "f(a=1),",
      '{"a":',
      "1",
      "-",
      "\u0000",
      "\ud800",
      "**",
    ]) {
      const text = unit.repeat(Math.floor(1_000_000 / unit.length));
      for (const syntax of ["auto", "python", "tagged", "json"] as const) {
        const start = performance.now();
        readToolCalls(text, { syntax });
        expect(performance.now() - start, `${unit} ${syntax}`).toBeLessThan(1000);
      }
    }
    expect(readToolCalls("x".repeat(10_000_000))).toMatchObject({ tooLong: true });
  });
});

describe("Python literals and exact JSON", () => {
  it("reads them as Python would, without evaluating anything", () => {
    const text = `[m.f(a=-1.0, b="it's", c='a\\n\\u00e9' "b", d=[1, 2.5, (3,)], e={'k': None, "t": True}, f=2*3+1/4, g=0x1F, h=name, i=g(x=1), j=1_000)]`;
    expect(parsePythonCalls(text)).toEqual({
      value: [
        {
          name: "m.f",
          arguments: {
            a: new WholeFloat(-1),
            b: "it's",
            c: "a\néb",
            d: [1, 2.5, [3]],
            e: { k: null, t: true },
            f: 6.25,
            g: 31,
            h: "name",
            i: { g: { x: 1 } },
            j: 1000,
          },
        },
      ],
    });
  });

  it("tells 1.0 and 1e3 from integers in JSON too", () => {
    expect(parseExactJson('{"a": 1.0, "b": 1, "c": [1e3, 0.5], "d": "1.0\\u00e9\\/"}')).toEqual({
      value: { a: new WholeFloat(1), b: 1, c: [new WholeFloat(1000), 0.5], d: "1.0é/" },
    });
    expect(parseExactJson("{'a': 1.0}")).toEqual({ why: "the text is not valid JSON" });
    const own = parseExactJson('{"__proto__": {"x": 1.0}}');
    expect("value" in own && Object.keys(own.value as object)).toEqual(["__proto__"]);
  });
});
