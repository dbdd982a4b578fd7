import { afterAll, describe, expect, it } from "vitest";
import { backends, chooseBackend } from "../sandbox/index.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { unitTests } from "./index.ts";

const python = await chooseBackend("python");
const absent = typeof python === "string";
if (absent) console.log(`skipped: ${python}`);
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

const GOOD = "```python\ndef inc(x): return x + 1\n```";
const TESTS = "assert inc(1) == 2\nassert inc(2) == 3\nassert inc(0) == 0\nassert inc(5) == 6";

describe.skipIf(absent)("unitTests", () => {
  it("names the test that failed first, also when a later one runs out of time", async () => {
    const text = "def inc(x):\n    if x == 1: return 0\n    while True: pass";
    const [row] = await scoreRows(unitTests({ cpuSeconds: 1, wallMs: 5000 }), { text: [text], tests: [TESTS] });
    expect(row?.[0]).toBe(0);
    expect(row?.[1]).toMatch(/^failed 0000 AssertionError/);
  });

  it("pays the share of asserts that pass, and names the first error", async () => {
    const columns = {
      text: [GOOD, GOOD, "def inc(x): return x.y", "def inc(x:", "import os\nos._exit(0)"],
      tests: ["assert inc(1) == 2", TESTS, TESTS, TESTS, TESTS],
    };
    const rows = await scoreRows(unitTests(), columns);
    expect(rows.map(([value]) => value)).toEqual([1, 0.75, 0, 0, 0]);
    expect(rows.map(([, text]) => String(text).replace(/ \(.*/, ""))).toEqual([
      "passed 1",
      "failed 1101 AssertionError",
      "failed 0000 AttributeError",
      "failed 0000 syntax",
      "crashed 0000",
    ]);
    const all = await scoreRows(unitTests({ pay: "all" }), columns);
    expect(all.map(([value]) => value)).toEqual([1, 0, 0, 0, 0]);
  });

  it("calls check(candidate) with the entry, sees changed arguments, and blames the task for broken tests", async () => {
    const check = "def check(candidate):\n    xs = [1]\n    candidate(xs)\n    assert xs == [1, 2]";
    const text = "def grow(xs): xs.append(2)";
    const columns = { text: [text, text, text], tests: [check, "assert (", 5], entry: ["grow", "grow", "grow"] };
    const rows = await scoreRows(unitTests(), columns);
    expect(rows.map(([value]) => value)).toEqual([1, "task", "task"]);
  });

  it("scores equal programs equally", async () => {
    const again = await scoreRows(unitTests(), { text: [GOOD, GOOD], tests: [TESTS, TESTS] });
    expect(again[0]).toEqual(again[1]);
  });

  it("keeps a verdict from batch to batch, but for a time that ran out", async () => {
    const text = "import random\ndef f(): return random.random()";
    const columns = { text: [text], tests: ["assert f() < 0.5"] };
    const values = new Set<unknown>();
    for (let batch = 0; batch < 30; batch++) values.add((await scoreRows(unitTests(), columns))[0]?.[0]);
    expect(values.size).toBe(1);
  });
});
