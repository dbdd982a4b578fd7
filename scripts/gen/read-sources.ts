import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import { expressionEntries } from "./expression-entries.ts";
import type { Described, Sources } from "./generator.ts";
import { readEntries } from "./read-entries.ts";
import { readExports } from "./read-exports.ts";
import { publicEntries } from "./repository.ts";

/** Kinds in the order of the index: pieces, presets of them, then other exports. */
const KINDS: readonly string[] = [
  ...["source", "comparator", "combinator", "shaper", "schedule", "credit", "advantage", "objective"],
  ...["sampler", "router", "explorer", "audit", "preset", "expression", "function", "class", "constant", "type"],
];

let sources: Promise<Sources> | undefined;

/** Pieces and public exports of all packages, in the order of the index; read once in a process. */
export function readSources(): Promise<Sources> {
  sources ??= readPackages();
  return sources;
}

async function readPackages(): Promise<Sources> {
  const all = await readEntries(readExports(publicEntries()));
  const place = ({ kind }: IndexEntry): number => KINDS.indexOf(kind);
  const once = new Map(all.map((found) => [keyOf(found.entry), found]));
  const described: readonly Described[] = [...once.values()].sort(
    ({ entry: a }, { entry: b }) => place(a) - place(b) || compare(a.name, b.name) || compare(a.path, b.path),
  );
  const ordered = (entries: readonly IndexEntry[]): readonly IndexEntry[] =>
    KINDS.flatMap((kind) => entries.filter((entry) => entry.kind === kind));
  return { described, entries: ordered([...described.map(({ entry }) => entry), ...expressionEntries()]) };
}

function keyOf({ use, path, name }: IndexEntry): string {
  return use ?? `${path} ${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
