import { readFileSync } from "node:fs";
import type { WhereIndex } from "./index-entry.ts";

/** Reads the index that ships with the package. */
export function readIndex(): WhereIndex {
  return JSON.parse(readFileSync(new URL("../../data/where.gen.json", import.meta.url), "utf8")) as WhereIndex;
}
