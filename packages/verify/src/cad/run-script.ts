import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { newQuickJSWASMModule, type QuickJSContext, type QuickJSHandle } from "quickjs-emscripten";
import { MANIFOLD_RECORDER } from "./manifold-recorder.ts";
import type { SolidSource } from "./solid.ts";

const [MEMORY_MB, STACK_BYTES] = [128, 256 * 1024];
const MOST_RESULT = 32 * 2 ** 20;
const quickjs = await newQuickJSWASMModule();
let library: string | undefined;

/** What a script makes: polygons of JSCAD, or operations of Manifold, as it wrote them down. */
export type ScriptResult = { readonly data: unknown } | { readonly error: string };

/** Runs a script in QuickJS, where it can reach the modelling library and nothing else. */
export function runScript({ script, language }: SolidSource, deadlineMs: number, snap: boolean): ScriptResult {
  const context = quickjs.newContext();
  const end = performance.now() + deadlineMs;
  context.runtime.setMemoryLimit(MEMORY_MB * 2 ** 20);
  context.runtime.setMaxStackSize(STACK_BYTES);
  context.runtime.setInterruptHandler(() => performance.now() > end);
  try {
    return evaluate(context, { script, language }, snap);
  } catch (error) {
    // QuickJS gave in; its module is as it was, for each context has its own heap.
    return { error: `the script broke its interpreter: ${String(error).slice(0, 100)}` };
  } finally {
    try {
      context.dispose();
    } catch {
      // Values of a script that was stopped may be left; the process ends with them.
    }
  }
}

function evaluate(context: QuickJSContext, { script, language }: SolidSource, snap: boolean): ScriptResult {
  const prelude = language === "jscad" ? `${jscad()}\n;${jscadHost(snap)}` : MANIFOLD_RECORDER;
  const prepared = context.evalCode(prelude, "library.js");
  if (prepared.error !== undefined) throw new Error(`the library does not load: ${shown(context, prepared.error)}`);
  const finish = prepared.value;
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
  const made = context.callFunction(finish, context.undefined, space);
  if (made.error !== undefined) return { error: shown(context, made.error) };
  if (context.typeof(made.value) !== "string") return { error: "the script made nothing" };
  const text = context.getString(made.value);
  if (text.length > MOST_RESULT)
    return { error: `the solid takes ${text.length} characters, more than ${MOST_RESULT}` };
  return { data: JSON.parse(text) as unknown };
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
  const whole = globalThis.jscadModeling, { stringify } = JSON, { isArray } = Array;
  const { geom3 } = whole.geometries, { generalize } = whole.modifiers;
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
    into.push(geom3.toPolygons(generalize({ snap: ${snap}, triangulate: true }, made)).map((p) => p.vertices));
    return into;
  };
  return (space) => {
    const main = typeof space === "function" ? space : space?.main ?? space?.default ?? globalThis.module.exports?.main ??
      (typeof globalThis.module.exports === "function" ? globalThis.module.exports : globalThis.main);
    const made = typeof main === "function" ? main({}) : space;
    return stringify(solids(made, []));
  };
})()`;
