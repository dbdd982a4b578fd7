import type { Box } from "./box-overlap.ts";

const LIMIT_CHARACTERS = 10_000;
const LIMIT_COORDINATE = 1e6;

/**
 * The box a text states: its only four numbers, or a square around the point of its only two.
 *
 * ```ts doctest
 * import { readBox } from "@guerdon/verify/geometry";
 * readBox("click (10, 20)", 5) // => [5, 15, 15, 25]
 * ```
 */
export function readBox(text: string, expand = 50): Box | undefined {
  const numbers = numbersIn(text);
  if (numbers === undefined) return undefined;
  const [a, b, c, d] = numbers;
  if (numbers.length === 2) {
    const [x, y] = [a as number, b as number];
    return [x - expand, y - expand, x + expand, y + expand];
  }
  if (numbers.length !== 4 || (a as number) >= (c as number) || (b as number) >= (d as number)) return undefined;
  return [a as number, b as number, c as number, d as number];
}

/** The point a text states: its only two numbers, or the middle of the box of its only four. */
export function readPoint(text: string): readonly [number, number] | undefined {
  const numbers = numbersIn(text);
  if (numbers?.length === 2) return [numbers[0] as number, numbers[1] as number];
  if (numbers?.length !== 4) return undefined;
  const [a, b, c, d] = numbers as [number, number, number, number];
  return [(a + c) / 2, (b + d) / 2];
}

function numbersIn(text: string): readonly number[] | undefined {
  if (text.length > LIMIT_CHARACTERS) return undefined;
  const numbers = (text.match(/-?\d{1,7}(?:\.\d{1,9})?/gu) ?? []).map(Number);
  return numbers.length <= 4 && numbers.every((x) => Math.abs(x) <= LIMIT_COORDINATE) ? numbers : undefined;
}
