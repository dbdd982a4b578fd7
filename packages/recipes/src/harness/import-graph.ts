import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { linksOf, type ModuleLink, withoutComments } from "./module-links.ts";

interface Module {
  /** The code without comments, empty lines and types that are only imported. */
  readonly code: string;
  readonly links: readonly ModuleLink[];
  readonly isIndex: boolean;
}

/** Folder of the packages: `@guerdon/core/shaper` is `core/src/shaper/index.ts` in it. */
const PACKAGES = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const OWN = /^@guerdon\/([\w-]+)(?:\/([\w-]+))?$/;
const modules = new Map<string, Module>();

/** Code that decides no number: what errors say, and what checks a recipe. */
const SILENT = /^(?:core\/src\/error|recipes\/src\/harness\/define-recipe\.ts)/;

/**
 * Code of every module of ours that a module runs through, by path from the folder of the packages; packages of others
 * are listed with the version asked for.
 *
 * An index is looked through: only what is taken from it counts, so that a piece nobody here uses may change. Comments,
 * types and the texts of errors do not count.
 */
export function importGraph(file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  visit(file, undefined, found, seen);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function visit(
  file: string,
  names: readonly string[] | undefined,
  found: Map<string, string>,
  seen: Set<string>,
): void {
  const { code, links, isIndex } = moduleAt(file);
  const passed = isIndex && names !== undefined ? names.filter((name) => isPassedOn(name, links)) : [];
  for (const { specifier, names: given, isExport } of links) {
    const wanted = passed.length > 0 && isExport ? taken(given, passed) : [];
    if (wanted.length > 0) follow(specifier, wanted, file, found, seen);
  }
  if (passed.length > 0 && passed.length === names?.length) return;
  const path = file.slice(PACKAGES.length + 1).replaceAll("\\", "/");
  if (seen.has(file) || SILENT.test(path)) return;
  seen.add(file);
  found.set(path, code);
  for (const { specifier, names: given } of links) {
    follow(
      specifier,
      given?.map(({ there }) => there),
      file,
      found,
      seen,
    );
  }
}

function follow(
  specifier: string,
  names: readonly string[] | undefined,
  from: string,
  found: Map<string, string>,
  seen: Set<string>,
): void {
  const target = targetOf(specifier, from);
  if (target !== undefined) visit(target, names, found, seen);
  else if (!specifier.startsWith("node:")) found.set(specifier, versionOf(specifier, from));
}

/** Whether an index passes a name on from another module; a star may pass any. */
function isPassedOn(name: string, links: readonly ModuleLink[]): boolean {
  return links.some(
    ({ isExport, names }) => isExport && (names === undefined || names.some(({ here }) => here === name)),
  );
}

/** Which of the wanted names an index takes from one of its modules, as they are called there. */
function taken(passed: ModuleLink["names"], wanted: readonly string[]): readonly string[] {
  if (passed === undefined) return wanted;
  return passed.filter(({ here }) => wanted.includes(here)).map(({ there }) => there);
}

function moduleAt(file: string): Module {
  const known = modules.get(file);
  if (known !== undefined) return known;
  const code = withoutComments(readFileSync(file, "utf8"));
  const made = { code, links: linksOf(code), isIndex: basename(file) === "index.ts" };
  modules.set(file, made);
  return made;
}

/** The source file that a specifier means; nothing for packages of others. */
function targetOf(specifier: string, from: string): string | undefined {
  const [, name, folder = ""] = OWN.exec(specifier) ?? [];
  if (name !== undefined) return join(PACKAGES, name, "src", folder, "index.ts");
  if (!specifier.startsWith(".")) return undefined;
  const file = resolve(dirname(from), specifier);
  return [file, `${file}.ts`].find((path) => path.endsWith(".ts") && existsSync(path));
}

function versionOf(specifier: string, from: string): string {
  const [, name] = from.slice(PACKAGES.length).split(/[\\/]/) as [string, string];
  const manifest = JSON.parse(readFileSync(join(PACKAGES, name, "package.json"), "utf8")) as {
    readonly [part: string]: { readonly [name: string]: string } | undefined;
  };
  const wanted = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  const parts = ["dependencies", "devDependencies", "peerDependencies"].map((part) => manifest[part]?.[wanted]);
  return parts.find((version) => version !== undefined) ?? "";
}
