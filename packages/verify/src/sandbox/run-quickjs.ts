import type { Json } from "@guerdon/core/signal";
import { newQuickJSWASMModule, type QuickJSContext, type QuickJSWASMModule } from "quickjs-emscripten";
import type { SandboxLimits, TestOutcome, VerdictStatus } from "./program.ts";

interface Request {
  readonly source: string;
  readonly tests: readonly string[];
  readonly setup: string;
  readonly language: "javascript";
  readonly limits: SandboxLimits;
}

// At 512 KB a stack overflow aborts the WebAssembly module.
const STACK_BYTES = 256 * 1024;
const MOST_CHARACTERS = 8 * 2 ** 20;

// Runs in the candidate's realm before its code: keeps the built-ins it needs.
const CANDIDATE = `(() => {
  const { parse, stringify } = JSON, { apply } = Reflect, global = globalThis, evaluate = eval;
  return (name, args) => {
    const f = evaluate(name);
    const values = parse(args);
    const out = apply(f, undefined, values);
    return stringify([out === undefined ? null : out, out === undefined]);
  };
})()`;

// Runs in the tests' realm: a name that the tests do not know is a function of the candidate.
const TESTER = `(() => {
  const { parse, stringify } = JSON, ask = globalThis.__ask;
  delete globalThis.__ask;
  globalThis.assert = (ok, text) => { if (ok !== true) throw new Error(text ?? "assertion failed"); };
  const same = (a, b) => {
    if (Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && same(a[k], b[k]));
  };
  globalThis.assertEqual = (a, b) => { if (!same(a, b)) throw new Error("expected " + stringify(b)); };
  return (name) => {
    if (name in globalThis) return;
    globalThis[name] = (...args) => {
      const [ok, text] = parse(ask(name, stringify(args)));
      if (!ok) { const e = new Error(text); e.name = "CandidateError"; throw e; }
      const [value, none] = parse(text);
      return none === true ? undefined : value;
    };
  };
})()`;

/** Runs one program's tests; a task for a killable process. The candidate sees the arguments of calls, nothing else. */
export async function runQuickjs(input: Json): Promise<Json> {
  const request = input as unknown as Request;
  const modules: [QuickJSWASMModule, QuickJSWASMModule] = [await newQuickJSWASMModule(), await newQuickJSWASMModule()];
  const deadline = performance.now() + request.limits.wallMs;
  try {
    return run(request, modules, deadline) as unknown as Json;
  } catch (error) {
    return { status: "crashed", tests: [], detail: String(error).slice(0, 200) };
  }
}

function realm(module: QuickJSWASMModule, memoryMb: number, deadline: number): QuickJSContext {
  const context = module.newContext();
  context.runtime.setMemoryLimit(memoryMb * 2 ** 20);
  context.runtime.setMaxStackSize(STACK_BYTES);
  context.runtime.setInterruptHandler(() => performance.now() > deadline);
  return context;
}

type Verdict = { status: VerdictStatus; tests: TestOutcome[]; error?: string | undefined } | { task: string };

function run(request: Request, [theirs, ours]: [QuickJSWASMModule, QuickJSWASMModule], deadline: number): Verdict {
  // A module whose memory a program filled stays as large, so the limit is small.
  const candidate = realm(theirs, Math.min(request.limits.memoryMb, 64), deadline);
  const tester = realm(ours, 256, deadline);
  let last = "";
  const late = (): boolean => performance.now() > deadline;
  const evaluate = (context: QuickJSContext, code: string): string | undefined => {
    const result = context.evalCode(code, "program.js");
    if (result.error === undefined) {
      result.value.dispose();
      return undefined;
    }
    return errorName(context, result.error);
  };
  const host = candidate.unwrapResult(candidate.evalCode(CANDIDATE));
  const ask = tester.newFunction("ask", (name, args) => {
    const [a, b] = [candidate.newString(tester.getString(name)), candidate.newString(tester.getString(args))];
    const result = candidate.callFunction(host, candidate.undefined, a, b);
    if (result.error !== undefined) {
      last = errorName(candidate, result.error);
      return tester.newString(JSON.stringify([false, last]));
    }
    const text = candidate.typeof(result.value) === "string" ? candidate.getString(result.value) : "[null,true]";
    if (text.length > MOST_CHARACTERS) return tester.newString(JSON.stringify([false, "result too large"]));
    return tester.newString(JSON.stringify([true, text]));
  });
  tester.setProp(tester.global, "__ask", ask);
  const bind = tester.unwrapResult(tester.evalCode(TESTER));
  const setup = evaluate(tester, request.setup);
  if (setup !== undefined) return { task: `the setup fails with ${setup}` };
  const loaded = evaluate(candidate, request.source);
  for (const name of new Set(request.tests.join("\n").match(/[A-Za-z_$][\w$]*/g) ?? [])) {
    const text = tester.newString(name);
    tester.callFunction(bind, tester.undefined, text);
  }
  const tests = request.tests.map((test): TestOutcome => {
    if (late()) return { passed: false, error: "not-run" };
    if (loaded !== undefined) return { passed: false, error: loaded };
    last = "";
    const error = evaluate(tester, `{${test}\n}`);
    return error === undefined ? { passed: true } : { passed: false, error: last === "" ? error : last };
  });
  const error = tests.find(({ passed }) => !passed)?.error;
  const passed = tests.length > 0 && error === undefined && !late();
  const memory = error === "InternalError: out of memory";
  candidate.runtime.setInterruptHandler(() => true);
  return { status: passed ? "passed" : late() ? "timed-out" : memory ? "out-of-memory" : "failed", tests, error };
}

function errorName(context: QuickJSContext, error: Parameters<QuickJSContext["getProp"]>[0]): string {
  const shown = context.dump(error) as { name?: unknown; message?: unknown } | string;
  error.dispose();
  if (typeof shown !== "object" || shown === null) return "Error";
  const name = typeof shown.name === "string" ? shown.name.slice(0, 80) : "Error";
  return name === "InternalError" ? `${name}: ${String(shown.message).slice(0, 80)}` : name;
}
