import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256 } from "@guerdon/core/hash";
import { MIGRATIONS } from "./migrations.ts";
import { openStore } from "./open-store.ts";

/**
 * A temporary folder with an empty store, which the caller removes. Making a database takes seconds: it is made once for
 * a schema and a version of PGlite, and copied.
 */
export async function newStoreFolder(): Promise<string> {
  const library = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const name = sha256(JSON.stringify([library, MIGRATIONS])).slice(0, 16);
  const template = join(tmpdir(), `guerdon-store-template-${process.getuid?.() ?? 0}-${name}`);
  if (!existsSync(template)) await makeTemplate(template);
  const folder = mkdtempSync(join(tmpdir(), "guerdon-store-"));
  cpSync(template, folder, { recursive: true });
  return folder;
}

/** Whole or not at all; of two at once the first stays. */
async function makeTemplate(template: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "guerdon-template-"));
  await (await openStore(folder)).close();
  try {
    renameSync(folder, template);
  } catch {
    rmSync(folder, { recursive: true });
  }
}
