import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorsPage } from "./gen/errors-page.ts";
import { figures } from "./gen/figures.ts";
import { GENERATED_FOLDERS, type Generator, type Output } from "./gen/generator.ts";
import { papersPages } from "./gen/papers-pages.ts";
import { piecesPages } from "./gen/pieces-pages.ts";
import { programSchemaFile } from "./gen/program-schema-file.ts";
import { pythonClientFiles } from "./gen/python/python-client-files.ts";
import { readSources } from "./gen/read-sources.ts";
import { recipePages } from "./gen/recipe-pages.ts";
import { fromRoot, ROOT } from "./gen/repository.ts";
import { verifierDomains } from "./gen/verifier-domains.ts";
import { verifiersPage } from "./gen/verifiers-page.ts";
import { whereIndex } from "./gen/where-index.ts";

/** One line a generator; each lives in a file of its own in `scripts/gen/`. */
const GENERATORS: readonly Generator[] = [
  verifierDomains,
  whereIndex,
  piecesPages,
  papersPages,
  recipePages,
  errorsPage,
  verifiersPage,
  programSchemaFile,
  figures,
  pythonClientFiles,
];

const check = process.argv.includes("--check");
const sources = await readSources();
const outputs = (await Promise.all(GENERATORS.map((generate) => generate(sources)))).flat();
const stale = outputs.filter(isStale);
const orphans = GENERATED_FOLDERS.flatMap(filesOf).filter((file) => !outputs.some(({ path }) => path === file));

for (const { path, text } of check ? [] : stale) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}
for (const path of check ? [] : orphans) rmSync(join(ROOT, path));
for (const { path } of stale) console.log(`${check ? "stale" : "wrote"} ${path}`);
for (const path of orphans) console.log(`${check ? "orphan" : "removed"} ${path}`);
if (check && stale.length + orphans.length > 0) {
  console.error("Generated files differ from their sources. Run `npm run gen` and commit the result.");
  process.exitCode = 1;
}

function isStale({ path, text }: Output): boolean {
  const file = join(ROOT, path);
  return !existsSync(file) || readFileSync(file, "utf8") !== text;
}

function filesOf(folder: string): readonly string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => fromRoot(join(file.parentPath, file.name)));
}
