/**
 * The Unicode code points of a text; a lone surrogate is one.
 *
 * ```ts doctest
 * import { codePoints } from "@guerdon/verify/similarity";
 * [...codePoints("a😀")] // => [97, 128512]
 * ```
 */
export function codePoints(text: string): Int32Array {
  const points = new Int32Array(text.length);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code & 0xfc00) === 0xd800) {
      const point = text.codePointAt(i) as number;
      if (point > 0xffff) i++;
      points[size++] = point;
    } else points[size++] = code;
  }
  return size === points.length ? points : points.slice(0, size);
}
