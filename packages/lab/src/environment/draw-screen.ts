import type { Draw } from "./vectorise.ts";

/** Elements of a screen. */
export const ELEMENTS = 6;
/** Numbers of an element: x, y, width, height, role, label. */
export const NUMBERS = 6;
export const ROLES = 4;
export const LABELS = 6;
/** Button, field, list, icon: the roles of the six places of each template. */
const TEMPLATES: readonly (readonly number[])[] = Array.from({ length: 12 }, (_, k) =>
  Array.from({ length: ELEMENTS }, (_, place) => (place + k * (1 + (place % 3))) % ROLES),
);

/**
 * Draws a screen: one of 12 templates of roles in two columns and three rows, at a place of its own in each.
 *
 * Places and sizes are shares of the screen; labels are a random order of 0 … 5.
 */
export function drawScreen(state: Float64Array, at: number, draw: Draw, widths: readonly [number, number]): void {
  const template = TEMPLATES[draw.whole(TEMPLATES.length)] as readonly number[];
  for (let k = 0; k < ELEMENTS; k++) {
    const first = at + k * NUMBERS;
    const [column, row] = [k % 2, Math.floor(k / 2)];
    const width = draw.between(widths[0], widths[1]);
    const height = draw.between(0.04, 0.1);
    state[first] = column * 0.5 + draw.between(width / 2, 0.5 - width / 2);
    state[first + 1] = row / 3 + draw.between(height / 2, 1 / 3 - height / 2);
    state[first + 2] = width;
    state[first + 3] = height;
    state[first + 4] = template[k] as number;
    state[first + 5] = k;
  }
  for (let k = ELEMENTS - 1; k > 0; k--) {
    const [one, other] = [at + k * NUMBERS + 5, at + draw.whole(k + 1) * NUMBERS + 5];
    const label = state[one] as number;
    state[one] = state[other] as number;
    state[other] = label;
  }
}

/** Writes a screen as numbers: place and size, role and label one-hot, for each element. */
export function showScreen(state: Float64Array, at: number, out: Float32Array, to: number): void {
  const width = 4 + ROLES + LABELS;
  out.fill(0, to, to + ELEMENTS * width);
  for (let k = 0; k < ELEMENTS; k++) {
    const [first, next] = [at + k * NUMBERS, to + k * width];
    for (let n = 0; n < 4; n++) out[next + n] = state[first + n] as number;
    out[next + 4 + (state[first + 4] as number)] = 1;
    out[next + 4 + ROLES + (state[first + 5] as number)] = 1;
  }
}

/** Whether a point lies in the box of an element, enlarged around its centre. */
export function isInBox(state: Float64Array, element: number, x: number, y: number, scale: number): boolean {
  const [left, top] = [x - (state[element] as number), y - (state[element + 1] as number)];
  const [width, height] = [state[element + 2] as number, state[element + 3] as number];
  return Math.abs(left) <= (scale * width) / 2 && Math.abs(top) <= (scale * height) / 2;
}

/** exp(−½ d²), d the distance from the centre of a box over its size: 1 in the middle. */
export function proximity(state: Float64Array, element: number, x: number, y: number): number {
  const across = (x - (state[element] as number)) / (state[element + 2] as number);
  const down = (y - (state[element + 1] as number)) / (state[element + 3] as number);
  return Math.exp(-0.5 * (across * across + down * down));
}
