import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { newQuickJSWASMModule, type QuickJSContext, type QuickJSHandle } from "quickjs-emscripten";
import { MANIFOLD_RECORDER } from "./manifold-recorder.ts";
import type { SolidSource } from "./solid-mesh.ts";

const [MEMORY_MB, STACK_BYTES] = [128, 256 * 1024];
const MOST_RESULT = 32 * 2 ** 20;
let library: string | undefined;

/** What a script makes: polygons of JSCAD, or operations of Manifold, as it wrote them down. */
export type ScriptResult = { readonly data: unknown } | { readonly error: string };

/** A boolean operation on 3D geometries of JSCAD, as lists of polygons; nothing when the kernel cannot do it. */
export type SolidBoolean = (operation: string, geometries: unknown) => unknown;

export interface ScriptRules {
  readonly deadlineMs: number;
  /** Whether JSCAD moves corners to a grid, which closes gaps that its own booleans leave. */
  readonly snap: boolean;
  /** Used in the place of JSCAD's booleans, which are slow and leave gaps. */
  readonly boolean: SolidBoolean;
}

/** Runs a script in QuickJS, where it can reach the modelling library and nothing else. */
export async function runScript(source: SolidSource, rules: ScriptRules): Promise<ScriptResult> {
  // A module of its own: one that a script broke is not used again.
  const quickjs = await newQuickJSWASMModule();
  const context = quickjs.newContext();
  // The time of the library is not the script's.
  let end = Number.POSITIVE_INFINITY;
  const start = (): void => {
    end = performance.now() + rules.deadlineMs;
  };
  context.runtime.setMemoryLimit(MEMORY_MB * 2 ** 20);
  context.runtime.setMaxStackSize(STACK_BYTES);
  context.runtime.setInterruptHandler(() => performance.now() > end);
  try {
    return evaluate(context, source, rules, start);
  } catch (error) {
    return { error: `the script broke its interpreter: ${String(error).slice(0, 100)}` };
  }
}

function evaluate(
  context: QuickJSContext,
  { script, language }: SolidSource,
  rules: ScriptRules,
  start: () => void,
): ScriptResult {
  if (language === "jscad") lendKernel(context, rules.boolean);
  const prelude = language === "jscad" ? `${jscad()}\n;${jscadHost(rules.snap)}` : MANIFOLD_RECORDER;
  const prepared = context.evalCode(prelude, "library.js");
  if (prepared.error !== undefined) throw new Error(`the library does not load: ${shown(context, prepared.error)}`);
  start();
  const isModule = /^\s*(?:import|export)\b/m.test(script);
  if (isModule) {
    context.runtime.setModuleLoader((name) =>
      KNOWN.has(name) ? moduleText(context, language) : { error: new Error(`no module ${name}`) },
    );
  }
  const ran = context.evalCode(script, "script.js", { type: isModule ? "module" : "global" });
  if (ran.error !== undefined) return { error: shown(context, ran.error) };
  // What a script declares at its top with `const` is no property of the global object.
  const declared = isModule ? ran.value : context.unwrapResult(context.evalCode(DECLARED));
  const space = context.typeof(declared) === "undefined" ? ran.value : declared;
  const made = context.callFunction(prepared.value, context.undefined, space);
  if (made.error !== undefined) return { error: shown(context, made.error) };
  if (context.typeof(made.value) !== "string") return { error: "the script made nothing" };
  const text = context.getString(made.value);
  if (text.length > MOST_RESULT)
    return { error: `the solid takes ${text.length} characters, more than ${MOST_RESULT}` };
  return { data: JSON.parse(text) as unknown };
}

function lendKernel(context: QuickJSContext, boolean: SolidBoolean): void {
  const lent = context.newFunction("kernel", (operation, geometries) => {
    const text = context.getString(geometries);
    const made = text.length > MOST_RESULT ? undefined : boolean(context.getString(operation), JSON.parse(text));
    return context.newString(made === undefined ? "" : JSON.stringify(made));
  });
  context.setProp(context.global, "__kernel", lent);
}

const DECLARED = `typeof main === "function" ? main : typeof result === "undefined" ? undefined : result`;
const KNOWN = new Set(["@jscad/modeling", "manifold-3d", "manifold-3d/manifoldCAD"]);

/** The library as a module of ES: its default is the whole, its names the parts. */
function moduleText(context: QuickJSContext, language: SolidSource["language"]): string {
  const whole = language === "jscad" ? "__jscad" : "__manifold";
  const keys = context
    .unwrapResult(context.evalCode(`Object.keys(${whole}).join()`))
    .consume((handle) => context.getString(handle));
  const names = keys.split(",").map((key) => `export const ${key} = ${whole}.${key};`);
  return `${names.join("\n")}\nexport default ${whole};`;
}

function jscad(): string {
  library ??= readFileSync(
    createRequire(import.meta.url).resolve("@jscad/modeling/dist/jscad-modeling.min.js"),
    "utf8",
  );
  return library;
}

function shown(context: QuickJSContext, error: QuickJSHandle): string {
  const told = context.dump(error) as { readonly name?: unknown; readonly message?: unknown } | string;
  if (typeof told !== "object" || told === null) return String(told).slice(0, 160);
  return `${String(told.name)}: ${String(told.message)}`.slice(0, 160);
}

// Runs before the script: the library, what a CommonJS module has, and the call of `main` afterwards.
const jscadHost = (snap: boolean): string => `(() => {
  const whole = globalThis.jscadModeling, { stringify, parse } = JSON, { isArray } = Array, kernel = globalThis.__kernel;
  delete globalThis.__kernel;
  const { geom3, poly3 } = whole.geometries, { generalize } = whole.modifiers, { booleans } = whole;
  for (const operation of ["union", "subtract", "intersect"]) {
    const own = booleans[operation];
    booleans[operation] = (...given) => {
      const all = given.flat(Infinity);
      if (all.length < 2 || !all.every(geom3.isA)) return own(...given);
      const text = kernel(operation, stringify(all.map((each) => geom3.toPolygons(each).map((p) => p.vertices))));
      return text === "" ? own(...given) : geom3.create(parse(text).map((vertices) => poly3.create(vertices)));
    };
  }
  globalThis.__jscad = globalThis.jscad = whole;
  globalThis.module = { exports: {} };
  globalThis.exports = globalThis.module.exports;
  globalThis.require = (name) => {
    if (name === "@jscad/modeling") return whole;
    throw new Error("no module " + name);
  };
  const solids = (made, into) => {
    if (isArray(made)) { for (const each of made) solids(each, into); return into; }
    if (!geom3.isA(made)) throw new TypeError("Expected 3D geometries, got " + typeof made);
    const whole = ${snap} ? generalize({ snap: true, triangulate: true }, made) : made;
    into.push(geom3.toPolygons(whole).map((p) => p.vertices));
    return into;
  };
  return (space) => {
    const main = typeof space === "function" ? space : space?.main ?? space?.default ?? globalThis.module.exports?.main ??
      (typeof globalThis.module.exports === "function" ? globalThis.module.exports : globalThis.main);
    const made = typeof main === "function" ? main({}) : space;
    return stringify(solids(made, []));
  };
})()`;
