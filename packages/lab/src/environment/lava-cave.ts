import { streamKey, uniformAt } from "@guerdon/core/random";
import { type QuestGridOptions, questGrid } from "./quest-grid.ts";
import type { Dynamics } from "./vectorise.ts";

/**
 * A cave with lava between the start and the diamond in the far corner: 11 × 11, about 26 cells of lava, one move of ten
 * slips, 60 steps. Each map can be crossed. Signals `goal` and `death` are the two parts of the sparse reward.
 *
 * @paper 153 §Experiment
 */
export function lavaCave({ layout = 0, ...options }: QuestGridOptions & { readonly layout?: number } = {}): Dynamics {
  return questGrid(lavaCaveMap(layout), { maxSteps: 60, slip: 0.1, handle: "touch", ...options });
}

/** Map of a layout of the cave, the first of its stream in which the diamond can be reached. */
export function lavaCaveMap(layout: number): readonly string[] {
  const size = 11;
  const key = streamKey(layout, "lava-cave");
  for (let attempt = 0; ; attempt++) {
    const rows = Array.from({ length: size }, (_, y) =>
      Array.from({ length: size }, (_, x) => {
        if (x === 0 && y === 0) return "S";
        if (x === size - 1 && y === size - 1) return "G";
        return uniformAt(key, attempt * size * size + y * size + x) < 26 / 119 ? "L" : ".";
      }).join(""),
    );
    if (isOpen(rows)) return rows;
  }
}

/** Whether a way without lava leads from the upper left to the lower right corner. */
function isOpen(rows: readonly string[]): boolean {
  const seen = new Set(["0,0"]);
  const open: (readonly [number, number])[] = [[0, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [y, x] = next;
    for (const [to, over] of [
      [y - 1, x],
      [y, x + 1],
      [y + 1, x],
      [y, x - 1],
    ] as const) {
      const letter = rows[to]?.[over];
      if (letter === "G") return true;
      if (letter !== "." || seen.has(`${to},${over}`)) continue;
      seen.add(`${to},${over}`);
      open.push([to, over]);
    }
  }
  return false;
}
