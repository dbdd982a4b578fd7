import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { errorsPage } from "./gen/errors-page.ts";
import { figures } from "./gen/figures.ts";
import type { Generator, Output } from "./gen/generator.ts";
import { piecesPage } from "./gen/pieces-page.ts";
import { programSchemaFile } from "./gen/program-schema-file.ts";
import { readSources } from "./gen/read-sources.ts";
import { ROOT } from "./gen/repository.ts";
import { whereIndex } from "./gen/where-index.ts";

/** One line a generator; each lives in a file of its own in `scripts/gen/`. */
const GENERATORS: readonly Generator[] = [whereIndex, piecesPage, errorsPage, programSchemaFile, figures];

const check = process.argv.includes("--check");
const sources = await readSources();
const outputs = (await Promise.all(GENERATORS.map((generate) => generate(sources)))).flat();
const stale = outputs.filter(isStale);

for (const { path, text } of check ? [] : stale) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}
for (const { path } of stale) console.log(`${check ? "stale" : "wrote"} ${path}`);
if (check && stale.length > 0) {
  console.error("Generated files differ from their sources. Run `npm run gen` and commit the result.");
  process.exitCode = 1;
}

function isStale({ path, text }: Output): boolean {
  const file = join(ROOT, path);
  return !existsSync(file) || readFileSync(file, "utf8") !== text;
}
