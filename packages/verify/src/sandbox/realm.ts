import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from "quickjs-emscripten";

// At 512 KB a stack overflow aborts the WebAssembly module.
const STACK_BYTES = 256 * 1024;
// Jobs and timers that a test leaves are run, so many at most.
const MOST_STEPS = 10_000;

/** What became of a value that may be a promise: text when it is one, an error's name, or neither when it never settles. */
export interface Settled {
  readonly promise: boolean;
  readonly text?: string;
  readonly error?: string;
}

type Called = { readonly value: QuickJSHandle; readonly error?: undefined } | { readonly error: string };

/** One global object of QuickJS with its memory limit and deadline. */
export class Realm {
  readonly #context: QuickJSContext;
  readonly #deadline: number;
  #thrown: string | undefined;

  constructor(module: QuickJSWASMModule, memoryMb: number, deadline: number) {
    this.#context = module.newContext();
    this.#deadline = deadline;
    const { runtime } = this.#context;
    runtime.setMemoryLimit(memoryMb * 2 ** 20);
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(() => performance.now() > deadline);
  }

  /** The value of trusted code. */
  value(code: string): QuickJSHandle {
    return this.#context.unwrapResult(this.#context.evalCode(code));
  }

  define(name: string, f: (a: string, b: string) => string): void {
    const context = this.#context;
    const made = context.newFunction(name, (a, b) => context.newString(f(context.getString(a), context.getString(b))));
    context.setProp(context.global, name, made);
  }

  call(f: QuickJSHandle, args: readonly string[]): Called {
    const context = this.#context;
    const result = context.callFunction(f, context.undefined, ...args.map((each) => context.newString(each)));
    return result.error === undefined ? { value: result.value } : { error: this.#nameOf(result.error) };
  }

  /** Runs code as a script, or as a module where only a module may be so written; the name of its error, if any. */
  load(code: string): string | undefined {
    const error = this.#evaluate(code, "global", false);
    if (error !== "SyntaxError" || !/\b(?:await|export|import)\b/.test(code)) return error;
    // What is evaluated inside a module sees its names.
    return this.#evaluate(`${code}\n;globalThis.__scope = (name) => eval(name);`, "module", true);
  }

  /** Runs a test to its end and what it leaves: a script, one that gives a promise, or one with `await`. */
  runTest(test: string): string | undefined {
    this.#thrown = undefined;
    const code = /\bawait\b/.test(test) ? `(async () => {${test}\n})()` : `{${test}\n}`;
    const error = this.#evaluate(code, "global", true);
    for (let step = 0; error === undefined && step < MOST_STEPS && this.#step(); step++);
    const left = this.#text("__left()");
    return error ?? this.#thrown ?? (left === "" ? undefined : left);
  }

  settle(value: QuickJSHandle): Settled {
    const context = this.#context;
    for (;;) {
      const state = context.getPromiseState(value);
      if (state.type === "fulfilled") {
        const text = context.typeof(state.value) === "string" ? context.getString(state.value) : "";
        return { promise: state.notAPromise !== true, text };
      }
      if (state.type === "rejected") return { promise: true, error: this.#nameOf(state.error) };
      if (!this.#step()) return { promise: true };
    }
  }

  /** Interrupts whatever still runs. */
  stop(): void {
    this.#context.runtime.setInterruptHandler(() => true);
  }

  #evaluate(code: string, type: "global" | "module", awaited: boolean): string | undefined {
    const result = this.#context.evalCode(code, "program.js", { type });
    if (result.error !== undefined) return this.#nameOf(result.error);
    if (awaited && type === "global") this.#text("__later()");
    const settled: Settled = awaited ? this.settle(result.value) : { promise: false, text: "" };
    result.value.dispose();
    if (settled.error !== undefined) return settled.error;
    return settled.text === undefined ? "unsettled promise" : undefined;
  }

  /** Runs jobs that wait, else the next timer; whether there was anything to run. */
  #step(): boolean {
    const { runtime } = this.#context;
    if (performance.now() > this.#deadline) return false;
    if (runtime.hasPendingJob()) {
      const done = runtime.executePendingJobs(1000);
      if (done.error !== undefined) done.error.dispose();
      return true;
    }
    const result = this.#context.evalCode("__tick()");
    if (result.error !== undefined) {
      const name = this.#nameOf(result.error);
      this.#thrown ??= name;
      return true;
    }
    const more = this.#context.dump(result.value) === true;
    result.value.dispose();
    return more;
  }

  /** The text of trusted code. */
  #text(code: string): string {
    const value = this.value(code);
    const text = this.#context.getString(value);
    value.dispose();
    return text;
  }

  #nameOf(error: QuickJSHandle): string {
    const shown = this.#context.dump(error) as { name?: unknown; message?: unknown } | string;
    error.dispose();
    if (typeof shown !== "object" || shown === null) return "Error";
    const name = typeof shown.name === "string" ? shown.name.slice(0, 80) : "Error";
    return name === "InternalError" ? `${name}: ${String(shown.message).slice(0, 80)}` : name;
  }
}
