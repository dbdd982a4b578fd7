import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import type { Sources } from "./generator.ts";
import { readEntries } from "./read-entries.ts";
import { readExports } from "./read-exports.ts";
import { publicEntries } from "./repository.ts";

const KINDS = [
  ...["source", "comparator", "combinator", "shaper", "credit", "advantage", "objective", "sampler", "router"],
  ...["explorer", "audit", "preset", "function", "class", "constant", "type"],
];

/** Reads pieces and public exports of all packages, in the order of the index. */
export async function readSources(): Promise<Sources> {
  const entries = await readEntries(readExports(publicEntries()));
  const place = (entry: IndexEntry): number => KINDS.indexOf(entry.kind);
  const once = new Map(entries.map((entry) => [entry.use ?? `${entry.path} ${entry.name}`, entry]));
  return {
    entries: [...once.values()].sort(
      (a, b) => place(a) - place(b) || compare(a.name, b.name) || compare(a.path, b.path),
    ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
