/** Red, green, blue 0 … 255, and opacity 0 … 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** Reads a colour as a browser computes it: `rgb(1, 2, 3)`, `rgba(1, 2, 3, 0.5)`, `#010203`. */
export function readColour(text: string): Colour | undefined {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})?$/iu.exec(text);
  if (hex !== null) {
    const [r, g, b, a] = hex.slice(1).map((part) => Number.parseInt(part ?? "ff", 16)) as [
      number,
      number,
      number,
      number,
    ];
    return [r, g, b, a / 255];
  }
  const parts = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/u.exec(text);
  if (parts === null) return undefined;
  return [Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4] ?? 1)];
}

/**
 * Contrast of a text with its background by WCAG 2: 1 for none, 21 for black on white.
 *
 *   (L₁ + 0.05) / (L₂ + 0.05),  L the relative luminance, the lighter one first
 *
 * ```ts doctest
 * import { contrastRatio } from "@guerdon/verify/web";
 * contrastRatio([0, 0, 0, 1], [255, 255, 255, 1]) // => 21
 * ```
 */
export function contrastRatio(text: Colour, background: Colour): number {
  const over = (i: 0 | 1 | 2): number => text[i] * text[3] + background[i] * (1 - text[3]);
  const a = luminance([over(0), over(1), over(2), 1]);
  const b = luminance(background);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
