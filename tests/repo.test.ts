import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { CATALOGUE } from "@guerdon/core/error";
import { describe, expect, it } from "vitest";
import { fromRoot, packageNames, ROOT, typeScriptFiles } from "../scripts/gen/repository.ts";
import { type SourceFile, sourceFiles } from "./repo/source-file.ts";

/** Packages each package may import; what is not listed may import nothing. */
const MAY_IMPORT: { readonly [name: string]: readonly string[] } = {
  core: [],
  verify: ["core"],
  judge: ["core"],
  learn: ["core"],
  lab: ["core", "learn"],
  audit: ["core", "learn", "lab"],
  recipes: ["core", "verify", "judge", "learn", "lab", "audit"],
  server: ["core", "verify", "judge", "learn"],
  cli: ["core", "verify", "judge", "learn", "lab", "audit", "recipes", "server"],
};
/** Files that are many small equals: makers of pieces by kind, operations of one algebra. */
const COLLECTIONS: readonly string[] = [
  "packages/core/src/piece/define-piece.ts",
  "packages/core/src/expression/interval-arithmetic.ts",
];
const MAX_LINES = 500;
const RECIPE = /^packages\/recipes\/src\/\d{3}-[\w-]+\.ts$/;
const PIECE =
  /\bdefine(Source|Comparator|Combinator|Shaper|Schedule|Credit|Advantage|Objective|Sampler|Router|Explorer|Audit)\(/;
const IMPURE: readonly RegExp[] = [
  /\bMath\.random\b/,
  /\bDate\.now\b/,
  /\bfetch\(/,
  /\bprocess\./,
  /\bset(Timeout|Interval)\b/,
];
const UNFINISHED = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b`);
const ABSOLUTE = /(?<![\w.}])\/(home|work|root|Users|mnt|tmp)\//;

const files = sourceFiles();
const code = files.filter(({ isTest }) => !isTest);
const everyFile = [...new Set(["packages", "scripts", "tests", "bench", "examples"].flatMap(typeScriptFiles))];

describe("repository", () => {
  it("lets packages depend in one direction only", () => {
    const declared = packageNames().flatMap((name) =>
      dependenciesOf(name)
        .filter((other) => !mayImport(name, other))
        .map((other) => `packages/${name}/package.json: ${other}`),
    );
    const imported = files.flatMap((file) =>
      file.imports
        .filter((specifier) => !isAllowed(file.package, specifier))
        .map((specifier) => `${file.path}: ${specifier}`),
    );
    expect([...declared, ...imported]).toEqual([]);
  });

  it("lets packages reach others through their entries only", () => {
    const deep = files.flatMap((file) =>
      file.imports.filter((specifier) => isDeep(file, specifier)).map((specifier) => `${file.path}: ${specifier}`),
    );
    expect(deep).toEqual([]);
  });

  /**
   * Every word of the file's name is in the name of one of its exports: `group-relative.ts` has `groupRelative`,
   * `divisor.ts` has `divisorOf`, `choice.ts` has `CHOICES`. Free are an index, a recipe (named after its paper), a program
   * without exports, a vocabulary (types and UPPER_CASE constants alone) and the collections below.
   */
  it("names each file after its main export", () => {
    const misnamed = code.filter(
      ({ path, exports, valueExports }) =>
        basename(path) !== "index.ts" &&
        !RECIPE.test(path) &&
        !COLLECTIONS.includes(path) &&
        valueExports.some((name) => !/^[A-Z0-9_]+$/.test(name)) &&
        !exports.some((name) => isNamedAfter(name, path)),
    );
    expect(misnamed.map(({ path, valueExports }) => `${path}: ${valueExports.join(", ")}`)).toEqual([]);
  });

  it("has a test beside each piece", () => {
    const paths = new Set(files.map(({ path }) => path));
    const pieces = code.filter((file) => PIECE.test(file.code) && !file.path.endsWith("/define-piece.ts"));
    expect(pieces.length).toBeGreaterThan(5);
    const untested = pieces.filter(({ path }) => !paths.has(path.replace(/\.ts$/, ".test.ts")));
    expect(untested.map(({ path }) => path)).toEqual([]);
  });

  it(`has no file of more than ${MAX_LINES} lines`, () => {
    const long = everyFile.map((path) => ({
      path: fromRoot(path),
      lines: readFileSync(path, "utf8").split("\n").length - 1,
    }));
    expect(long.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  });

  it("keeps clocks, randomness, network, timers and Node out of core", () => {
    const core = code.filter((file) => file.package === "core");
    const impure = core.filter((file) => IMPURE.some((pattern) => pattern.test(file.code)));
    const node = core.filter(({ imports }) => imports.some((specifier) => specifier.startsWith("node:")));
    expect([...impure, ...node].map(({ path }) => path)).toEqual([]);
  });

  it("holds no absolute path and no unfinished work", () => {
    const bad = everyFile.flatMap((path) =>
      readFileSync(path, "utf8")
        .split("\n")
        .flatMap((line, index) =>
          UNFINISHED.test(line) || ABSOLUTE.test(line) ? [`${fromRoot(path)}:${index + 1}: ${line.trim()}`] : [],
        ),
    );
    // These programs run in a sandbox and name folders of its own.
    const meant = [
      "tests/repo.test.ts",
      "packages/verify/src/rtl/simulate-contained.ts",
      "packages/verify/src/sandbox/",
      "packages/verify/src/code/stdin-stdout.test.ts",
    ];
    expect(bad.filter((line) => !meant.some((path) => line.startsWith(path)))).toEqual([]);
  });

  it("has a test for each error code", () => {
    const tests = everyFile
      .filter((path) => path.endsWith(".test.ts"))
      .map((path) => readFileSync(path, "utf8"))
      .join("\n");
    const words = new Set(tests.match(/\bGUERDON_[A-Z_]+\b/g));
    expect(Object.keys(CATALOGUE).filter((codeName) => !words.has(codeName))).toEqual([]);
  });
});

function dependenciesOf(name: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8")) as Manifest;
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.peerDependencies };
  return Object.keys(all).flatMap((dependency) => ownPackage(dependency) ?? []);
}

interface Manifest {
  readonly dependencies?: { readonly [name: string]: string };
  readonly devDependencies?: { readonly [name: string]: string };
  readonly peerDependencies?: { readonly [name: string]: string };
}

/** The package of ours that a specifier names. */
function ownPackage(specifier: string): string | undefined {
  if (specifier === "guerdon" || specifier.startsWith("guerdon/")) return "cli";
  return /^@guerdon\/([^/]+)/.exec(specifier)?.[1];
}

function mayImport(name: string, other: string): boolean {
  return MAY_IMPORT[name]?.includes(other) ?? false;
}

function isAllowed(name: string, specifier: string): boolean {
  const other = ownPackage(specifier);
  return other === undefined || mayImport(name, other);
}

function isDeep(file: SourceFile, specifier: string): boolean {
  if (specifier.startsWith(".")) {
    return !join(file.path, "..", specifier).startsWith(`packages/${file.package}/`);
  }
  const [, name, ...folders] = specifier.split("/") as [string, string, ...string[]];
  const isEntry = folders.length < 2 || existsSync(join(ROOT, "packages", name, "src", ...folders, "index.ts"));
  return ownPackage(specifier) !== undefined && (folders.includes("internal") || !isEntry);
}

/** Word by word, whatever the ending: `scorer` is named after `score`, `option` after `options`. */
function isNamedAfter(name: string, path: string): boolean {
  const words = wordsOf(name);
  const isAmong = (word: string): boolean => words.some((other) => other.startsWith(word) || word.startsWith(other));
  const whole = name.replaceAll("_", "").toLowerCase();
  const file = basename(path, ".ts");
  return whole === file.replaceAll("-", "") || file.split("-").every(isAmong);
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_");
}
