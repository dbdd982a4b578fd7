import type { Json } from "@guerdon/core/signal";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";
import { type Judgements, rankByScore } from "./judged-ranking.ts";

/**
 * The order a text states: a JSON list of names, a JSON object of names and scores, or one name a line
 * with an optional number or bullet before it.
 *
 * ```ts doctest
 * import { readRanking } from "@guerdon/verify/ranking";
 * readRanking("1. b\n2. a") // => ["b", "a"]
 * ```
 */
export function readRanking(text: string, limit = 10_000): readonly string[] | { readonly why: string } {
  const parsed = parseStrict(jsonText(text));
  if (parsed !== undefined && typeof parsed.value === "object" && parsed.value !== null)
    return within(rankingOf(parsed.value), limit);
  const names: string[] = [];
  for (const line of text.split("\n", limit + 1)) {
    const name = line.trim().replace(/^(?:\d{1,6}[.)]|[-*])[ \t]+/u, "");
    if (name !== "") names.push(name);
  }
  return names.length === 0 ? { why: "no ranking is stated" } : within(names, limit);
}

function within(
  names: readonly string[] | { readonly why: string },
  limit: number,
): readonly string[] | { readonly why: string } {
  return "why" in names || names.length <= limit ? names : { why: `more than ${limit} names are ranked` };
}

function rankingOf(
  value: Exclude<Json, string | number | boolean | null>,
): readonly string[] | { readonly why: string } {
  if (Array.isArray(value)) {
    const names: string[] = [];
    for (const one of value as readonly Json[]) {
      if (typeof one !== "string" && typeof one !== "number") return { why: "the list holds something without a name" };
      names.push(String(one));
    }
    return names;
  }
  const scores = readScores(value);
  return "why" in scores ? scores : rankByScore(scores);
}

/** Names with finite numbers, of an object or of a list, whose names are its places from 0. */
export function readScores(value: Json | undefined): ReadonlyMap<string, number> | { readonly why: string } {
  if (typeof value !== "object" || value === null) return { why: "neither an object nor a list of numbers" };
  const scores = new Map<string, number>();
  for (const [name, score] of Object.entries(value)) {
    if (typeof score !== "number" || !Number.isFinite(score)) return { why: "a score is no finite number" };
    scores.set(name, score);
  }
  return scores;
}

/** Judgements of a row: an object of whole relevances by name, or a list of the relevant names. */
export function readJudgements(value: Json | undefined): Judgements | { readonly why: string } {
  if (!Array.isArray(value)) {
    const scores = readScores(value);
    if ("why" in scores) return { why: `Expected \`relevance\` to be names with whole numbers, got ${scores.why}.` };
    for (const [name, level] of scores)
      if (!Number.isInteger(level) || Math.abs(level) > 1_000_000)
        return { why: `Expected a whole relevance of \`${name.slice(0, 40)}\`, got ${level}.` };
    return scores;
  }
  const judgements = new Map<string, number>();
  for (const name of value as readonly Json[]) {
    if (typeof name !== "string" && typeof name !== "number")
      return { why: "Expected `relevance` to list names, got something else." };
    judgements.set(String(name), 1);
  }
  return judgements;
}
