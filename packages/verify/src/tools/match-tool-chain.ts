import type { CallArguments, CallValue, ToolCall } from "./tool-call.ts";
import { isRecord, WholeFloat } from "./tool-call.ts";

export interface ChainMatchOptions {
  /** Deviation of a number (or distance of points) at which similarity is 1/e; default 1. */
  readonly scale?: number | undefined;
  /** Values under these keys are boxes `[x1, y1, x2, y2]` and compared by overlap; default bbox, box, box_2d. */
  readonly boxKeys?: readonly string[] | undefined;
}

/** How calls agree with a reference chain. */
export interface ChainMatch {
  /** Share of the calls in the longest chain of names common with the reference, in order. */
  readonly order: number;
  /** Mean similarity of the arguments over the calls of the reference. */
  readonly similarity: number;
}

/**
 * Compares calls with a reference chain: order by the longest common subsequence of names, arguments by similarity.
 *
 *   order = LCS(names) / max(|calls|, |reference|),  similarity = Σ_matched mean_k sim_k / |reference|
 *   sim: overlap of boxes, exp(−distance / scale) of numbers and points, equality of all else
 *
 * @paper 134
 *
 * ```ts doctest
 * import { matchToolChain } from "@guerdon/verify/tools";
 * const reference = [{ name: "depth", arguments: {} }, { name: "code", arguments: { x: 2 } }];
 * matchToolChain(reference, [{ name: "code", arguments: { x: 2 } }]) // => { order: 0.5, similarity: 0.5 }
 * ```
 */
export function matchToolChain(
  reference: readonly ToolCall[],
  calls: readonly ToolCall[],
  options: ChainMatchOptions = {},
): ChainMatch {
  if (reference.length === 0) return { order: calls.length === 0 ? 1 : 0, similarity: calls.length === 0 ? 1 : 0 };
  const pairs = commonChain(reference, calls);
  const similarity = pairs.reduce(
    (sum, [r, c]) =>
      sum + argumentSimilarity((reference[r] as ToolCall).arguments, (calls[c] as ToolCall).arguments, options),
    0,
  );
  return { order: pairs.length / Math.max(calls.length, reference.length), similarity: similarity / reference.length };
}

/** Pairs of indices of a longest common subsequence of names. */
function commonChain(a: readonly ToolCall[], b: readonly ToolCall[]): readonly (readonly [number, number])[] {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        (a[i] as ToolCall).name === (b[j] as ToolCall).name
          ? (lengths[(i + 1) * width + j + 1] as number) + 1
          : Math.max(lengths[(i + 1) * width + j] as number, lengths[i * width + j + 1] as number);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if ((a[i] as ToolCall).name === (b[j] as ToolCall).name) pairs.push([i++, j++]);
    else if ((lengths[(i + 1) * width + j] as number) >= (lengths[i * width + j + 1] as number)) i++;
    else j++;
  }
  return pairs;
}

/** Mean similarity over the keys of both; 1 where neither has any. */
function argumentSimilarity(gold: CallArguments, given: CallArguments, options: ChainMatchOptions = {}): number {
  const keys = new Set([...Object.keys(gold), ...Object.keys(given)]);
  if (keys.size === 0) return 1;
  let sum = 0;
  for (const key of keys) {
    if (!Object.hasOwn(gold, key) || !Object.hasOwn(given, key)) continue;
    const isBox = (options.boxKeys ?? ["bbox", "box", "box_2d"]).includes(key);
    sum += similarity(gold[key] as CallValue, given[key] as CallValue, options.scale ?? 1, isBox);
  }
  return sum / keys.size;
}

function similarity(gold: CallValue, given: CallValue, scale: number, isBox: boolean): number {
  const a = numbersOf(gold);
  const b = numbersOf(given);
  if (a !== undefined && b !== undefined && a.length === b.length) {
    if (isBox && a.length === 4) return boxOverlap(a, b);
    return Math.exp(-Math.hypot(...a.map((x, i) => x - (b[i] as number))) / scale);
  }
  if (isRecord(gold) && isRecord(given)) return argumentSimilarity(gold, given, { scale });
  if (Array.isArray(gold) && Array.isArray(given)) {
    if (gold.length !== given.length) return 0;
    return gold.length === 0
      ? 1
      : gold.reduce((sum, x: CallValue, i) => sum + similarity(x, given[i] as CallValue, scale, isBox), 0) /
          gold.length;
  }
  return gold === given ? 1 : 0;
}

function numbersOf(value: CallValue): readonly number[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  if (list.length === 0 || list.length > 64) return undefined;
  const numbers = list.map((x: CallValue) => (x instanceof WholeFloat ? x.value : x));
  return numbers.every((x) => typeof x === "number") ? (numbers as number[]) : undefined;
}

/** Area shared by two boxes over the area covered by either. */
function boxOverlap(a: readonly number[], b: readonly number[]): number {
  const [ax, ay, aX, aY] = a as [number, number, number, number];
  const [bx, by, bX, bY] = b as [number, number, number, number];
  const area = (x: number, y: number, X: number, Y: number): number => Math.max(0, X - x) * Math.max(0, Y - y);
  const shared = area(Math.max(ax, bx), Math.max(ay, by), Math.min(aX, bX), Math.min(aY, bY));
  const covered = area(ax, ay, aX, aY) + area(bx, by, bX, bY) - shared;
  return covered > 0 ? shared / covered : 0;
}
