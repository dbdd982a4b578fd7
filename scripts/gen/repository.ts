import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the root of the repository. */
export const ROOT: string = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** What a user imports from: `@guerdon/core/shaper` and its index file. */
export interface Entry {
  readonly specifier: string;
  readonly file: string;
}

/** The workspace packages by folder name. */
export function packageNames(): readonly string[] {
  return readdirSync(join(ROOT, "packages")).filter((name) => existsSync(join(ROOT, "packages", name, "package.json")));
}

/** Every entry that the export maps of the packages open, in order. */
export function publicEntries(): readonly Entry[] {
  return packageNames().flatMap((name) => {
    const source = join(ROOT, "packages", name, "src");
    const manifest = JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8")) as Manifest;
    const main = { specifier: manifest.name, file: join(source, "index.ts") };
    if (manifest.exports["./*"] === undefined) return [main];
    const folders = readdirSync(source)
      .filter((folder) => folder !== "internal")
      .sort();
    const files = folders.map((folder) => ({
      specifier: `${manifest.name}/${folder}`,
      file: join(source, folder, "index.ts"),
    }));
    return [main, ...files.filter(({ file }) => existsSync(file))];
  });
}

interface Manifest {
  readonly name: string;
  readonly exports: { readonly [subpath: string]: unknown };
}

/** Absolute paths of the TypeScript files below a folder, sorted; generated ones left out. */
export function typeScriptFiles(folder: string): readonly string[] {
  const absolute = join(ROOT, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".gen.ts"))
    .filter((name) => !name.split("/").some((part) => part === "node_modules" || part === "dist"))
    .map((name) => join(absolute, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** Path from the root of the repository, with forward slashes. */
export function fromRoot(path: string): string {
  return relative(ROOT, path).replaceAll("\\", "/");
}
