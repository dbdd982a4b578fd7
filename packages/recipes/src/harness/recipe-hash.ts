import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { canonicalJson, sha256 } from "@guerdon/core/hash";
import { importGraph } from "./import-graph.ts";
import { withoutComments } from "./module-links.ts";
import type { Settings } from "./recipe.ts";

/** What a recipe says about numbers, and does not make them. */
const WORDS = ["paper", "title", "mechanism", "budgetSeconds", "differences", "findings", "about", "plot"];
/** What decides verdicts alone. */
const JUDGEMENT = ["treatment", "control", "claims"];
/** What decides which runs there are; each run's own settings are part of its key. */
const RUNS = ["settings", "arms", "seeds", "metrics", "smoke"];

/** What results depend on. */
export interface RecipeHash {
  /** Of the code that runs, with all settings: other numbers may come out when it changes. */
  readonly numbers: string;
  /** Of the claims: other verdicts may come out when it changes. */
  readonly claims: string;
  /** Of the code alone, without settings. */
  readonly code: string;
}

const hashes = new Map<string, RecipeHash>();

/**
 * Hashes of a recipe from its source: its own code and that of every module of ours it runs through.
 *
 * Words, claims and settings are told apart by where they stand in `defineRecipe({ … })` and `defineStudy({ … })`: a
 * finding may be written, and a claim mended, without making numbers stale.
 */
export function recipeHash(file: string): RecipeHash {
  const known = hashes.get(file);
  if (known !== undefined) return known;
  const own = readFileSync(file, "utf8");
  const graph = [...importGraph(file)].filter(([path]) => !path.endsWith(`/${basename(file)}`));
  const code = (left: readonly string[]): string => withoutComments(withoutProperties(own, left).rest);
  const made = {
    numbers: shortHash([code([...WORDS, ...JUDGEMENT, "smoke"]), ...graph.flat()]),
    claims: shortHash([withoutComments(withoutProperties(own, JUDGEMENT).left)]),
    code: shortHash([code([...WORDS, ...JUDGEMENT, ...RUNS]), ...graph.flat()]),
  };
  hashes.set(file, made);
  return made;
}

/** The name of one run: equal names give equal bits. */
export function runKey(
  { code }: RecipeHash,
  run: {
    readonly study: string;
    readonly settings: Settings;
    readonly metrics: readonly string[];
    readonly seed: number;
  },
): string {
  return shortHash([code, canonicalJson(run)]);
}

/** The text of a recipe without properties of its definitions, and those properties. */
export function withoutProperties(
  text: string,
  names: readonly string[],
): { readonly rest: string; readonly left: string } {
  const rest: string[] = [];
  const left: string[] = [];
  const opened: number[] = [];
  let until: number | undefined;
  for (const line of text.split("\n")) {
    const indent = line.length - line.trimStart().length;
    if (until !== undefined) {
      const isOver = line !== "" && indent <= until;
      if (!isOver || /^[\])}`]/.test(line.trimStart())) {
        left.push(line);
        if (isOver) until = undefined;
        continue;
      }
      until = undefined;
    }
    const name = /^(\w+)(?::(?: |$)|,$)/.exec(line.trimStart())?.[1];
    if (name !== undefined && names.includes(name) && opened.includes(indent - 2)) {
      left.push(line);
      until = indent;
      continue;
    }
    if (/\bdefine(Recipe|Study)\(\{$/.test(line)) opened.push(indent);
    if (line.trimStart().startsWith("})") && opened.includes(indent)) opened.splice(opened.indexOf(indent), 1);
    rest.push(line);
  }
  return { rest: rest.join("\n"), left: left.join("\n") };
}

function shortHash(parts: readonly string[]): string {
  return sha256(parts.join("\0")).slice(0, 16);
}
