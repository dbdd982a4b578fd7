/** What an image of squares shows. */
export interface ShapesRead {
  /** Connected patches of at least two pixels that are lit. */
  readonly count: number;
  /** Whether lit pixels are nearer to bright than to dim on average. */
  readonly isBright: boolean;
  /** Whether the lit pixels' middle is in the right half. */
  readonly isRight: boolean;
}

/** Pixels above are lit: half-way between background (−1) and dim (0). */
const LIT = -0.5;
/** Half-way between dim (0) and bright (1). */
const BRIGHT = 0.5;

/**
 * Reads count, shade and half off an image of values around −1 (background), 0 (dim) and 1 (bright).
 *
 * @param pixels - [side · side], row by row
 *
 * ```ts doctest
 * import { readShapes } from "@guerdon/lab/world";
 * readShapes(Float64Array.of(1, -1, 1, -1), 2) // => ({ count: 1, isBright: true, isRight: false })
 * ```
 */
export function readShapes(pixels: ArrayLike<number>, side: number): ShapesRead {
  const seen = new Uint8Array(side * side);
  const isLit = (at: number): boolean => (pixels[at] as number) > LIT;
  const stack: number[] = [];
  const reach = (to: number): void => {
    if (to < 0 || to >= side * side || seen[to] === 1 || !isLit(to)) return;
    seen[to] = 1;
    stack.push(to);
  };
  /** Pixels of the patch that a pixel belongs to. */
  const patchAt = (first: number): number => {
    let area = 0;
    reach(first);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      area++;
      reach(at - side);
      reach(at + side);
      if (at % side > 0) reach(at - 1);
      if (at % side < side - 1) reach(at + 1);
    }
    return area;
  };
  let [count, lit, light, columns] = [0, 0, 0, 0];
  for (let at = 0; at < side * side; at++) {
    if (!isLit(at)) continue;
    lit++;
    light += pixels[at] as number;
    columns += at % side;
    if (seen[at] === 0 && patchAt(at) >= 2) count++;
  }
  return { count, isBright: lit > 0 && light / lit > BRIGHT, isRight: lit > 0 && columns / lit > (side - 1) / 2 };
}
