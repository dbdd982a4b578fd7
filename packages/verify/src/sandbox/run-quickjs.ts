import type { Json } from "@guerdon/core/signal";
import { newQuickJSWASMModule, type QuickJSHandle, type QuickJSWASMModule } from "quickjs-emscripten";
import { CANDIDATE_REALM, TESTER_REALM } from "./javascript-realms.ts";
import type { SandboxLimits, TestOutcome, VerdictStatus } from "./program.ts";
import { Realm } from "./realm.ts";

export interface JavascriptRequest {
  readonly source: string;
  readonly tests: readonly string[];
  readonly setup: string;
  readonly limits: SandboxLimits;
}

export type JavascriptVerdict =
  | { status: VerdictStatus; tests: TestOutcome[]; error?: string | undefined; detail?: string | undefined }
  | { task: string };

const MOST_CHARACTERS = 8 * 2 ** 20;
// A module whose memory a program filled stays as large, so the limit is small.
const MOST_MEMORY_MB = 64;
const TESTER_MEMORY_MB = 256;

/** Runs one program's tests; a task for a killable process. The candidate sees the arguments of calls, nothing else. */
export async function runQuickjs(input: Json): Promise<Json> {
  const request = input as unknown as JavascriptRequest;
  const modules: [QuickJSWASMModule, QuickJSWASMModule] = [await newQuickJSWASMModule(), await newQuickJSWASMModule()];
  const deadline = performance.now() + request.limits.wallMs;
  try {
    return run(request, modules, deadline) as unknown as Json;
  } catch (error) {
    return { status: "crashed", tests: [], detail: String(error).slice(0, 200) };
  }
}

function run(
  request: JavascriptRequest,
  [theirs, ours]: [QuickJSWASMModule, QuickJSWASMModule],
  deadline: number,
): JavascriptVerdict {
  const candidate = new Realm(theirs, Math.min(request.limits.memoryMb, MOST_MEMORY_MB), deadline);
  const tester = new Realm(ours, TESTER_MEMORY_MB, deadline);
  const late = (): boolean => performance.now() > deadline;
  const host = candidate.value(CANDIDATE_REALM);
  let last = "";
  tester.define("__ask", (name, args) => {
    const [failure, text] = answer(candidate, host, name, args);
    if (failure !== undefined) last = failure;
    return text;
  });
  const bind = tester.value(TESTER_REALM);
  const setup = tester.load(request.setup);
  if (setup !== undefined) return { task: `the setup fails with ${setup}` };
  const loaded = candidate.load(request.source);
  for (const name of new Set(request.tests.join("\n").match(/[A-Za-z_$][\w$]*/g) ?? [])) tester.call(bind, [name]);
  const tests = request.tests.map((test): TestOutcome => {
    if (late()) return { passed: false, error: "not-run" };
    if (loaded !== undefined) return { passed: false, error: loaded };
    last = "";
    const error = tester.runTest(test);
    return error === undefined ? { passed: true } : { passed: false, error: last === "" ? error : last };
  });
  const error = tests.find(({ passed }) => !passed)?.error;
  const passed = tests.length > 0 && error === undefined && !late();
  const memory = error === "InternalError: out of memory";
  candidate.stop();
  return { status: passed ? "passed" : late() ? "timed-out" : memory ? "out-of-memory" : "failed", tests, error };
}

/** Calls a function of the candidate; waits for a promise, which in a realm without input settles or never will. */
function answer(candidate: Realm, host: QuickJSHandle, name: string, args: string): [string | undefined, string] {
  const called = candidate.call(host, [name, args]);
  if (called.error !== undefined) return [called.error, JSON.stringify(["threw", called.error])];
  const settled = candidate.settle(called.value);
  const kind = settled.promise ? "promise" : "value";
  if (settled.error !== undefined) return [settled.error, JSON.stringify(["rejected", settled.error])];
  if (settled.text === undefined) return [undefined, JSON.stringify(["pending"])];
  if (settled.text.length > MOST_CHARACTERS) return ["RangeError", JSON.stringify(["threw", "RangeError"])];
  return [undefined, JSON.stringify([kind, settled.text])];
}
