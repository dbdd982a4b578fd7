import { z } from "zod";
import type { Verdict } from "./comparison-pairs.ts";

const number = z.coerce.number();
const verdict = z.object({
  score_1: number.min(1).max(5),
  score_2: number.min(1).max(5),
  ranking: number.min(1).max(6),
});

/**
 * The verdict in a judge's text: its last JSON object with `score_1`, `score_2` and `ranking`, which may lie under
 * `overall`; undefined when there is none, or a number is outside its range.
 *
 * ```ts doctest
 * import { parseVerdict } from "@guerdon/server/adapter";
 * parseVerdict('The first. {"score_1": 4, "score_2": 2, "ranking": 2}') // => { score_1: 4, score_2: 2, ranking: 2 }
 * ```
 */
export function parseVerdict(text: string): Verdict | undefined {
  const tail = text.slice(-MOST_CHARACTERS);
  let last: Verdict | undefined;
  let readTo = 0;
  for (const start of startsIn(tail)) {
    if (start < readTo) continue; // within an object that was read
    const end = endOf(tail, start);
    const json = end === undefined ? undefined : parsed(tail.slice(start, end));
    if (json === undefined) continue;
    readTo = end as number;
    const found = verdict.safeParse(typeof json.overall === "object" && json.overall !== null ? json.overall : json);
    if (found.success) last = found.data;
  }
  return last;
}

/** A verdict stands at the end; what lies further before it is not looked at. */
const MOST_CHARACTERS = 20_000;
const MOST_STARTS = 200;

function startsIn(text: string): readonly number[] {
  return Array.from(text.matchAll(/\{/g), ({ index }) => index).slice(-MOST_STARTS);
}

function parsed(text: string): { readonly overall?: unknown } | undefined {
  try {
    return JSON.parse(text) as { readonly overall?: unknown };
  } catch {
    return undefined;
  }
}

/** The place after the brace that closes the one at `start`. */
function endOf(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === "\\") i++;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return i + 1;
  }
  return undefined;
}
