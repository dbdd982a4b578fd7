import { internTokens } from "../similarity/intern-tokens.ts";
import { levenshteinDistance } from "../similarity/levenshtein-distance.ts";
import { matchNgrams } from "../similarity/match-ngrams.ts";
import { bleuOf, countsOfTokens } from "../similarity/sentence-bleu.ts";
import { GRAMMARS } from "./code-languages.ts";
import { type CodeTree, isComment, leavesOf, textOf } from "./code-tree.ts";
import { dataFlow } from "./data-flow.ts";

export const CODE_PARTS = ["bleu", "keyword-bleu", "syntax", "data-flow", "edit"] as const;
export type CodePart = (typeof CODE_PARTS)[number];

const ORDERS = 4;
/** What a token counts that is no keyword; a keyword counts 1. */
const PLAIN = 0.2;
/** What stands for no match of an order. */
const FLOOR = 0.1;

/**
 * One part of the likeness of a program and a reference, 0 … 1; nothing where the reference has no such part.
 *
 * Tokens are the leaves of the syntax trees, so spaces and comments do not count. `bleu` is BLEU of them;
 * `keyword-bleu` its mirror, a recall in which keywords weigh 1 and other tokens 0.2; `syntax` the share of the
 * reference's subtrees, names left out, that the program has as often; `data-flow` that of its links from a value to
 * what it is made of; `edit` is 1 − edit distance of tokens / longer length.
 */
export function comparePart(part: CodePart, program: CodeTree, reference: CodeTree): number | undefined {
  if (part === "syntax") {
    const ids = new Map<string, number>();
    return shareOf(subtrees(reference, ids), subtrees(program, ids));
  }
  if (part === "data-flow") return shareOf(dataFlow(reference), dataFlow(program));
  const [a, b] = [tokensOf(program), tokensOf(reference)];
  const [x, y] = internTokens([a, b]) as [Int32Array, Int32Array];
  if (y.length === 0) return undefined;
  if (x.length === 0) return 0;
  if (part === "edit") return 1 - levenshteinDistance(x, y) / Math.max(x.length, y.length);
  if (part === "bleu")
    return Math.min(1, bleuOf(countsOfTokens(x, [y], ORDERS), { smooth: "floor", effectiveOrder: true }));
  return keywordBleu(x, y, b, GRAMMARS[reference.language].keywords);
}

function tokensOf(tree: CodeTree): string[] {
  return leavesOf(tree).map((node) => textOf(tree, node));
}

function keywordBleu(
  program: Int32Array,
  reference: Int32Array,
  tokens: readonly string[],
  keywords: readonly string[],
): number {
  const left = new Map<number, number>();
  for (const token of program) left.set(token, (left.get(token) ?? 0) + 1);
  let [found, all] = [0, 0];
  reference.forEach((token, i) => {
    const weight = keywords.includes(tokens[i] as string) ? 1 : PLAIN;
    const count = left.get(token) ?? 0;
    all += weight;
    if (count > 0) found += weight;
    left.set(token, count - 1);
  });
  if (found === 0) return 0;
  const matched = matchNgrams(program, [reference], ORDERS);
  let logs = Math.log(found / all);
  const orders = Math.min(ORDERS, reference.length);
  for (let order = 2; order <= orders; order++)
    logs += Math.log((matched[order - 1] || FLOOR) / (reference.length - order + 1));
  const penalty = Math.exp(Math.min(0, 1 - reference.length / program.length));
  return Math.min(1, penalty * Math.exp(logs / orders));
}

/** The shapes of the inner nodes: type and shapes below. Both trees share `ids`, so equal shapes are equal numbers. */
function subtrees(tree: CodeTree, ids: Map<string, number>): number[] {
  const shapes: number[] = [];
  const below = new Array<string>(tree.types.length).fill("");
  for (let node = tree.types.length - 1; node >= 0; node--) {
    if (tree.named[node] === 0 || isComment(tree, node)) continue;
    const shape = `${tree.types[node]}(${below[node]})`;
    const id = ids.get(shape) ?? ids.size;
    ids.set(shape, id);
    const above = tree.parent[node] as number;
    if (above >= 0) below[above] = `${tree.fields[node] ?? ""}:${id},${below[above]}`;
    if ((tree.last[node] as number) > node + 1) shapes.push(id);
  }
  return shapes;
}

/** The share of `wanted` that `given` has, each as often. */
function shareOf<T>(wanted: readonly T[], given: readonly T[]): number | undefined {
  if (wanted.length === 0) return undefined;
  const left = new Map<T, number>();
  for (const one of given) left.set(one, (left.get(one) ?? 0) + 1);
  let found = 0;
  for (const one of wanted) {
    const count = left.get(one) ?? 0;
    if (count > 0) found++;
    left.set(one, count - 1);
  }
  return found / wanted.length;
}
