import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_LIMITS, quickjs, type SandboxProgram, type Verdict } from "./index.ts";

const backend = quickjs();
const why = await backend.absent();
if (why !== undefined) console.log(`skipped: ${backend.name}: ${why}`);
afterAll(() => backend.close());

async function verdict(
  source: string,
  tests: readonly string[],
  language: SandboxProgram["language"] = "javascript",
): Promise<Verdict> {
  const result = await backend.run({ language, source, tests }, { ...DEFAULT_LIMITS, wallMs: 3000 });
  if ("fault" in result) throw new Error(result.fault.reason);
  return result.verdict;
}
const bits = ({ tests }: Verdict): readonly (string | true)[] =>
  tests.map(({ passed, error }) => passed || (error ?? ""));

describe.skipIf(why !== undefined)("quickjs", () => {
  const ASYNC = `
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    async function late(x) { await sleep(60_000); if (x < 0) throw new RangeError("negative"); return x + 1; }
    function never() { return new Promise(() => {}); }
    function plain(x) { return x + 1; }`;

  it("begins anew after it was closed", async () => {
    for (const two of [2, 3]) {
      expect(bits(await verdict("const two = () => 2", [`assert(two() === ${two})`]))).toHaveLength(1);
      await backend.close();
    }
  });

  it("waits for promises, on a clock that does not make it wait", async () => {
    const got = await verdict(ASYNC, [
      "assert(await late(1) === 2)",
      "assert(await late(1) === 3)",
      "late(1).then((x) => assert(x === 2))",
      "late(1).then((x) => assert(x === 3))",
      "assert(await plain(1) === 2)",
      "assert(late(1) === 2)",
      "await late(-1)",
      "let name; try { await late(-1) } catch (e) { name = e.name } assert(name === 'CandidateError')",
      "assert(await Promise.all([late(1), late(2)]).then((all) => all.length === 2))",
      "await never()",
      "await new Promise((resolve) => setTimeout(resolve, 1e6)); assert(await late(1) === 2)",
      "setTimeout(() => {}, 5)",
    ]);
    const wrong = "Error";
    expect(bits(got)).toEqual([
      true,
      wrong,
      true,
      wrong,
      true,
      wrong,
      "RangeError",
      true,
      true,
      "unsettled promise",
      true,
      true,
    ]);
  });

  it("counts what a test leaves without waiting for it", async () => {
    const got = await verdict(ASYNC, [
      "late(1).then((x) => assert(x === 99)); late(1).then((x) => assert(x === 2))",
      "late(-1).then((x) => assert(x === 99)); late(1).then((x) => assert(x === 2))",
      "late(-1); assert(plain(1) === 2)",
      "[1, 2].forEach(async (x) => assert(await late(x) === 99))",
      "[-1, -2].forEach(async (x) => assert(await late(x) === 99))",
      "setTimeout(() => assert(plain(1) === 99), 50)",
      "never().then((x) => assert(x === 1)); late(1).then((x) => assert(x === 2))",
      "(async () => assert(await late(1) === 99))(); assert(await late(1) === 2)",
    ]);
    const candidate = "RangeError";
    expect(bits(got)).toEqual([
      "Error",
      candidate,
      candidate,
      "Error",
      candidate,
      "Error",
      "unsettled promise",
      "Error",
    ]);
    const right = await verdict(ASYNC, [
      "late(1).then((x) => assert(x === 2)); late(2).then((x) => assert(x === 3))",
      "late(-1).catch(() => {}); assert(plain(1) === 2)",
      "[1, 2].forEach(async (x) => assert(await late(x) === x + 1))",
      "setTimeout(() => assert(plain(1) === 2), 50); setInterval(() => {}, 10)",
      "assert(await Promise.race([never(), late(1)]) === 2)",
      "let which = 0; try { assert(plain(1) === 1) } catch { which = 1 } assert(which === 1)",
      "let caught = 0; await late(-1).catch(() => { caught = 1 }); assert(caught === 1)",
      "const all = await Promise.allSettled([late(1), late(-1)]); assert(all[1].status === 'rejected')",
    ]);
    expect(bits(right)).toEqual(Array(8).fill(true));
  });

  it("carries values that JSON has no word for, both ways", async () => {
    const same = await verdict("const same = (x) => x;\nconst kind = (x) => Object.prototype.toString.call(x)", [
      "assert(Number.isNaN(same(NaN)))",
      "assert(same(-Infinity) === -Infinity)",
      "assert(Object.is(same(-0), -0))",
      "assert(same(undefined) === undefined)",
      "assertEqual(same([undefined, null, 1.5, 'x', true]), [undefined, null, 1.5, 'x', true])",
      "assert(same(2n ** 70n) === 2n ** 70n)",
      "assertEqual(same(new Map([['a', { b: [1] }]])), new Map([['a', { b: [1] }]]))",
      "assertEqual(same(new Set([1, 2])), new Set([1, 2]))",
      "assertEqual(same(new Date(5)), new Date(5))",
      "assertEqual(same({ t: 'u', v: 1 }), { t: 'u', v: 1 })",
      "assertEqual(same({ __proto__: null, a: 1 }), { a: 1 })",
      "assert(kind(new Map()) === '[object Map]')",
      "assertEqual(same(new Map([['a', 1]])), new Map([['a', 2]]))",
      "assertEqual(same([1]), { 0: 1 })",
    ]);
    expect(bits(same)).toEqual([...Array.from({ length: 12 }, () => true), "Error", "Error"]);
  });

  it("runs modules: await at the top, exports, and what module.exports holds", async () => {
    const module =
      "const two = await Promise.resolve(2);\nexport function f(x) { return x * two }\nconst g = (x) => x;";
    expect(bits(await verdict(module, ["assert(f(2) === 4)", "assert(g(2) === 2)"]))).toEqual([true, true]);
    const common = "console.log('loaded');\nmodule.exports = { f: (x) => x + 1 }";
    expect(bits(await verdict(common, ["assert(f(2) === 3)"]))).toEqual([true]);
    expect(bits(await verdict("await new Promise(() => {});\nfunction f() {}", ["f()"]))).toEqual([
      "unsettled promise",
    ]);
  });

  it("takes types out of TypeScript and blames the program for what cannot be parsed", async () => {
    const source = `import type { X } from "./x";
      enum Sign { Minus = -1, Plus = 1 }
      interface Pair<T> { readonly a: T; b?: T }
      function f<T extends number>(x: T, y: Pair<T> = { a: x }): number { return (y.a as number) + Sign.Plus }
      export const later = async (x: number): Promise<number> => x satisfies number;`;
    const tests = ["assert(f(1) === (2 as number))", "assert(await later(3) === 3)", "assert(f(1) === 3)"];
    expect(bits(await verdict(source, tests, "typescript"))).toEqual([true, true, "Error"]);
    expect(await verdict("function f(x: number { return x }", tests, "typescript")).toMatchObject({
      status: "failed",
      error: "syntax",
    });
    await expect(verdict(source, ["assert(f(1"], "typescript")).rejects.toThrow("the tests cannot be parsed");
  });
});
