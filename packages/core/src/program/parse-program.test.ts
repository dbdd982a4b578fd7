import { afterAll, describe, expect, it, vi } from "vitest";
import { testLibrary } from "../engine/rollouts.test-support.ts";
import { RewardError } from "../error/index.ts";
import { compile, type Place, parseProgram } from "./index.ts";

/** What stands in a text from where a place is located, to the end of its line. */
async function at(text: string, place: Place): Promise<string | undefined> {
  const found = (await parseProgram(text)).locate(place);
  return found && text.split("\n")[found.line - 1]?.slice(found.column - 1);
}

async function errorOf(text: string): Promise<object> {
  try {
    await parseProgram(text);
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    const { code, message, hint, details } = error;
    return { code, message, hint, details };
  }
  throw new Error("Expected an error, got none.");
}

const YAML = `reward: r
terms:
  a: { use: exact, expected: "{{ item.answer }}" }
  sum:
    use: weighted-sum   # of two
    of:
      - a
      - 'a + b'
    weights: [1, 2]
total: "a + c"
`;

const JSON_TEXT = `{
\t"reward": "r",
\t"terms": {
\t\t"a": { "use": "exact", "expected": "x" },
\t\t"sum": { "use": "weighted-sum", "of": ["a", "a + b"] }
\t},
\t"total": "a + c"
}`;

describe("parseProgram", () => {
  it("reads YAML and JSON, tabs included, as the same program", async () => {
    const spec = { reward: "r", terms: { a: "1", b: { use: "clip", of: "a", min: 0 } }, total: "a + b" };
    expect(
      (await parseProgram("reward: r\nterms: {a: '1', b: {use: clip, of: a, min: 0}}\ntotal: a + b")).spec,
    ).toEqual(spec);
    expect((await parseProgram(JSON.stringify(spec))).spec).toEqual(spec);
    expect((await parseProgram(JSON.stringify(spec, null, "\t"))).spec).toEqual(spec);
  });

  it("reads an empty text as nothing, which is no program", async () => {
    const { spec, locate } = await parseProgram("");
    expect([spec, locate({ path: ["terms"] })]).toEqual([null, undefined]);
  });

  it.each<readonly [string, string, Place, string]>([
    ["a plain text", YAML, { path: ["terms", "sum", "of", "0"] }, "a"],
    ["inside a quoted text of a list", YAML, { path: ["terms", "sum", "of", "1"], at: 4 }, "b'"],
    ["inside a quoted text", YAML, { path: ["total"], at: 4 }, 'c"'],
    ["a key", YAML, { path: ["terms", "sum"], key: true }, "sum:"],
    [
      "a key inside a flow map",
      YAML,
      { path: ["terms", "a", "expected"], key: true },
      'expected: "{{ item.answer }}" }',
    ],
    ["a value inside a flow map", YAML, { path: ["terms", "a", "use"] }, 'exact, expected: "{{ item.answer }}" }'],
    ["a value with a comment behind it", YAML, { path: ["terms", "sum", "use"] }, "weighted-sum   # of two"],
    ["an entry of a flow list", YAML, { path: ["terms", "sum", "weights", "1"] }, "2]"],
    ["a missing key, at its map", YAML, { path: ["terms", "sum", "normalise"] }, "sum:"],
    ["an index past the end, at its list", YAML, { path: ["terms", "sum", "weights", "7"] }, "weights: [1, 2]"],
    ["the root", YAML, { path: [] }, "reward: r"],
    ["JSON, inside a text", JSON_TEXT, { path: ["total"], at: 4 }, 'c"'],
    ["JSON, inside a list", JSON_TEXT, { path: ["terms", "sum", "of", "1"], at: 4 }, 'b"] }'],
    ["JSON, a key", JSON_TEXT, { path: ["terms", "a"], key: true }, '"a": { "use": "exact", "expected": "x" },'],
    ["nested lists", "a: [[1, 2], [3, [4, 5]]]", { path: ["a", "1", "1", "0"] }, "4, 5]]]"],
    ["plain text in a nested list", "a:\n  - - x\n    - y + z\n", { path: ["a", "0", "1"], at: 4 }, "z"],
    ["a block text, at its start", "a: >-\n  x +\n  y\n", { path: ["a"], at: 4 }, ">-"],
    ["a value that is not there, behind its key", "terms:\ntotal: a", { path: ["terms"] }, ""],
    ["a number as key", "1: x\n2: y", { path: ["2"] }, "y"],
  ])("locates %s", async (_, text, place, expected) => {
    expect(await at(text, place)).toBe(expected);
  });

  it("locates what compiling finds", async () => {
    for (const text of [YAML, JSON_TEXT]) {
      const { spec } = await parseProgram(text);
      const { findings } = compile(spec, testLibrary);
      const found = await Promise.all(
        findings.map(async ({ code, place }) => [code, (await at(text, place))?.charAt(0)]),
      );
      expect(found).toEqual([
        ["GUERDON_NAME_UNKNOWN", "b"],
        ["GUERDON_NAME_UNKNOWN", "c"],
      ]);
    }
  });

  it("names line and column of what is no YAML", async () => {
    expect(await errorOf("reward: r\nterms: {a: 1\ntotal: a")).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PROGRAM_SYNTAX",
        "details": {
          "column": 1,
          "line": 3,
        },
        "hint": "Indent by spaces, close what is open, and quote texts that hold \`{\`, \`:\` or \`#\`.",
        "message": "Expected YAML or JSON, got an error: Flow map in block collection must be sufficiently indented and end with a }.",
      }
    `);
    expect(await errorOf("a: 1\na: 2")).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PROGRAM_SYNTAX",
        "details": {
          "column": 1,
          "line": 2,
        },
        "hint": "Indent by spaces, close what is open, and quote texts that hold \`{\`, \`:\` or \`#\`.",
        "message": "Expected YAML or JSON, got an error: Map keys must be unique.",
      }
    `);
    expect(await errorOf("a: 1\n\tb: 2")).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PROGRAM_SYNTAX",
        "details": {
          "column": 1,
          "line": 2,
        },
        "hint": "Indent by spaces, close what is open, and quote texts that hold \`{\`, \`:\` or \`#\`.",
        "message": "Expected YAML or JSON, got an error: Tabs are not allowed as indentation.",
      }
    `);
    expect(await errorOf("a: 1\n---\nb: 2")).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PROGRAM_SYNTAX",
        "details": {
          "column": 1,
          "line": 2,
        },
        "hint": "Indent by spaces, close what is open, and quote texts that hold \`{\`, \`:\` or \`#\`.",
        "message": "Expected YAML or JSON, got an error: Source contains multiple documents; please use YAML.parseAllDocuments().",
      }
    `);
    expect(await errorOf('{"a": 1,')).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PROGRAM_SYNTAX",
        "details": {
          "column": 9,
          "line": 1,
        },
        "hint": "Indent by spaces, close what is open, and quote texts that hold \`{\`, \`:\` or \`#\`.",
        "message": "Expected YAML or JSON, got an error: Flow map must end with a }.",
      }
    `);
    expect(await errorOf("a: *nowhere")).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PROGRAM_SYNTAX",
        "details": {
          "column": 1,
          "line": 1,
        },
        "hint": "Indent by spaces, close what is open, and quote texts that hold \`{\`, \`:\` or \`#\`.",
        "message": "Expected YAML or JSON, got an error: Unresolved alias (the anchor must be set before the alias): nowhere.",
      }
    `);
  });

  it("refuses aliases that would blow up, and nesting without end, in bounded time", async () => {
    const letters = "abcdefghijklmnop";
    const bomb = [...letters].map((name, i) =>
      i === 0
        ? "a: &a [x,x,x,x,x,x,x,x,x]"
        : `${name}: &${name} [${new Array(9).fill(`*${letters[i - 1]}`).join(",")}]`,
    );
    const started = performance.now();
    expect(await errorOf(bomb.join("\n"))).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_PROGRAM_SYNTAX",
        "details": {
          "column": 1,
          "line": 1,
        },
        "hint": "Indent by spaces, close what is open, and quote texts that hold \`{\`, \`:\` or \`#\`.",
        "message": "Expected YAML or JSON, got an error: Excessive alias count indicates a resource exhaustion attack.",
      }
    `);
    expect(await errorOf("[".repeat(20_000) + "]".repeat(20_000))).toMatchObject({ code: "GUERDON_PROGRAM_SYNTAX" });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("takes a few aliases, and a key called `__proto__` for data", async () => {
    const { spec } = await parseProgram("base: &base { use: clip }\nterms: { a: *base, b: *base }");
    expect(spec).toEqual({ base: { use: "clip" }, terms: { a: { use: "clip" }, b: { use: "clip" } } });
    const hostile = (await parseProgram("__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }"))
      .spec;
    expect(Object.keys(hostile as object)).toEqual(["__proto__", "constructor"]);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe("parseProgram without the package `yaml`", () => {
  afterAll(() => {
    vi.doUnmock("yaml");
  });

  it("says what to install, or to write the program as an object", async () => {
    vi.doMock("yaml", () => {
      throw new Error("Cannot find package 'yaml'");
    });
    const { cause, ...error } = (await parseProgram("a: 1").catch((thrown: RewardError) => ({
      code: thrown.code,
      message: thrown.message,
      hint: thrown.hint,
      cause: thrown.cause,
    }))) as { cause?: unknown };
    expect(error).toMatchInlineSnapshot(`
      {
        "code": "GUERDON_ENGINE_MISSING",
        "hint": "Run \`npm install yaml\`, or write the program as an object.",
        "message": "Expected the package \`yaml\` to be installed, got none.",
      }
    `);
    expect(cause).toBeInstanceOf(Error);
  });
});
