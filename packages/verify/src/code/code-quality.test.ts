import type { Context } from "@guerdon/core/piece";
import { lawsOf } from "@guerdon/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { processPool } from "../pool/index.ts";
import { INLINE, scoreRows } from "../text/score-rows.test-support.ts";
import type { CodeLanguage } from "./code-languages.ts";
import { lintCode } from "./code-lint.ts";
import { parseCode } from "./code-parser.ts";
import { codeQuality } from "./code-quality.ts";
import type { CodeTree } from "./code-tree.ts";
import { measureFunctions } from "./measure-functions.ts";

const pool = processPool({ size: 1 });
const POOLED: Context = { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) };
afterAll(() => pool.close());

async function treeOf(text: string, language: CodeLanguage = "python"): Promise<CodeTree> {
  const tree = await parseCode(text, language);
  if ("why" in tree) throw new Error(tree.why);
  return tree;
}

const BRANCHES: readonly (readonly [language: CodeLanguage, text: string, complexity: number, nesting: number])[] = [
  ["python", "def f(a):\n    return a", 1, 0],
  [
    "python",
    "def f(a):\n    if a and b or c:\n        return 1\n    elif d:\n        return 2\n    else:\n        return 3",
    5,
    1,
  ],
  ["python", "def f(a):\n    for x in a:\n        while x:\n            x -= 1\n    else:\n        pass", 4, 2],
  [
    "python",
    "def f(a):\n    try:\n        g()\n    except A:\n        pass\n    except B:\n        pass\n    else:\n        pass",
    4,
    1,
  ],
  ["python", "def f(a):\n    return [x if x else 0 for x in a if x if a]", 5, 0],
  ["python", "def f(a):\n    match a:\n        case 1:\n            pass\n        case _:\n            pass", 2, 1],
  ["python", "def f(a):\n    assert a\n    key = lambda x: x", 2, 0],
  ["javascript", "function f(a) { if (a && b) {} else if (c) {} else {} }", 4, 1],
  ["javascript", "function f(a) { switch (a) { case 1: break; case 2: break; default: } }", 3, 1],
  ["typescript", "const f = (a: number): number => (a ? 1 : (a ?? 2));", 3, 0],
  ["java", "class A { int f(int a) { switch (a) { case 1: return 1; default: return 2; } } }", 2, 1],
  ["java", "class A { void f() { for (int x : y) { try { g(); } catch (E e) { } } } }", 3, 2],
  ["c-sharp", "class A { void f() { foreach (var x in y) { if (x || z) { } } } }", 4, 2],
];

describe("measureFunctions", () => {
  it.each(BRANCHES)("counts the ways through %s %j", async (language, text, complexity, nesting) => {
    const [, measured] = measureFunctions(await treeOf(text, language));
    expect([measured?.name, measured?.complexity, measured?.nesting]).toEqual(["f", complexity, nesting]);
  });

  it("counts a function inside another by itself, and parameters without self", async () => {
    const text =
      "class A:\n    def f(self, a, b=1, *c):\n        def g():\n            if a:\n                pass\n        if a: pass";
    const [outside, f, g] = measureFunctions(await treeOf(text));
    expect(outside).toEqual({ name: "<program>", line: 1, complexity: 1, nesting: 0, lines: 0, parameters: 0 });
    expect(f).toEqual({ name: "f", line: 2, complexity: 2, nesting: 1, lines: 5, parameters: 3 });
    expect(g).toEqual({ name: "g", line: 3, complexity: 2, nesting: 1, lines: 3, parameters: 0 });
  });
});

const FAULTS: readonly (readonly [language: CodeLanguage, text: string, rules: readonly string[]])[] = [
  ["python", "def f():\n    return 1\n    x = 2", ["unreachable"]],
  ["python", "def f():\n    if a:\n        return 1\n    x = 2", []],
  ["python", "try:\n    f()\nexcept:\n    pass", ["bare-except", "empty-handler"]],
  ["python", "try:\n    f()\nexcept E as e:\n    log(e)", []],
  ["python", "def f(a=[], b={}, c=()): pass", ["mutable-default", "mutable-default"]],
  ["python", "a == None\nb is None\nx != None", ["none-comparison", "none-comparison"]],
  ["python", "from a import *\nimport b.c, d as e\ne()", ["star-import", "unused-import"]],
  ["python", "from __future__ import annotations", []],
  ["python", "assert (a, 'message')\nassert (a)", ["assert-tuple"]],
  ["python", "x = x\ny.z == y.z\nf() == f()", ["self-assignment", "self-comparison"]],
  ["python", "eval(a)\nself.eval(a)", ["dynamic-code"]],
  ["javascript", "if (a == b) {}\nif (a === b) {}\nif (a == null) {}", ["loose-equality"]],
  ["javascript", "var a = 1; let b = 2; debugger;", ["var", "debugger"]],
  ["javascript", "if (a = b) {} while (c === d) {}", ["assignment-condition"]],
  ["typescript", "function f() { throw e; g(); }\ntry { f(); } catch (e) { }", ["unreachable", "empty-handler"]],
  ["java", "class A { void f() { try { g(); } catch (E e) { } x = x; } }", ["empty-handler", "self-assignment"]],
];

describe("lintCode", () => {
  it.each(FAULTS)("finds in %s %j", async (language, text, rules) => {
    expect(
      lintCode(await treeOf(text, language))
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual([...rules].sort());
  });
});

describe("codeQuality", () => {
  it("is the mean of the parts, with the worst named (by hand)", async () => {
    const bad = `def f(a, b, c, d, e, g):\n    if a: pass\n    return 1\n    x = 2\n\ndef h(): pass`;
    const rows = await scoreRows(
      codeQuality({ maxComplexity: 1 }),
      {
        text: [bad, "x = 1", "x = (1", "def f():\nreturn 1"],
      },
      AWAITING,
    );
    // complexity 1/2, nesting 1, lines 1, parameters 1/2, lint 1 − 1/7
    const [value, evidence] = rows[0] as [number, string];
    expect(value).toBeCloseTo((0.5 + 1 + 1 + 0.5 + 1 - 1 / 7) / 5, 12);
    expect(evidence).toBe("complexity 2 of f, parameters 6 of f, unreachable in line 4");
    expect(rows.slice(1)).toEqual([
      [1, "nothing found"],
      [0, "cannot be parsed, line 1"],
      [0, "cannot be parsed, line 1"],
    ]);
  });

  it("reads the last fenced block", async () => {
    const text = "Text (unbalanced\n```python\nx = 1\n```\n";
    expect(await scoreRows(codeQuality(), { text: [text] }, AWAITING)).toEqual([[1, "nothing found"]]);
  });

  it("fails for the candidate over the limits", async () => {
    const source = codeQuality({ limitCharacters: 2_000_000 });
    expect(await scoreRows(source, { text: ["x = 1\n".repeat(100_000)] }, AWAITING)).toMatchInlineSnapshot(`
      [
        [
          "candidate",
          "Expected a program that can be read, but it has more than 300000 syntax nodes.",
        ],
      ]
    `);
    expect(await scoreRows(codeQuality({ limitCharacters: 5 }), { text: ["x = 12"] }, AWAITING)).toMatchInlineSnapshot(`
      [
        [
          "candidate",
          "Expected at most 5 characters, got 6.",
        ],
      ]
    `);
  });

  it("reads hostile texts in bounded time, or loses them alone", { timeout: 60_000 }, async () => {
    const text = [
      "(".repeat(199_000),
      "if x:\n ".repeat(20_000),
      "\0".repeat(199_000),
      "a and ".repeat(30_000),
      "x = 1",
    ];
    const start = performance.now();
    const rows = await scoreRows(codeQuality(), { text }, POOLED);
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(rows).toMatchInlineSnapshot(`
      [
        [
          0,
          "cannot be parsed, line 1",
        ],
        [
          0,
          "cannot be parsed, line 2",
        ],
        [
          0,
          "cannot be parsed, line 1",
        ],
        [
          0,
          "cannot be parsed, line 1",
        ],
        [
          1,
          "nothing found",
        ],
      ]
    `);
  });

  for (const law of lawsOf(codeQuality, {
    columns: { text: ["x = 1", "def f(:", "```\nvar\n```"] },
    context: AWAITING,
  }))
    it(law.name, law.check);
});
