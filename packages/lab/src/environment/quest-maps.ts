import { streamKey, uniformAt } from "@guerdon/core/random";
import { type QuestGridOptions, questGrid } from "./quest-grid.ts";
import type { Dynamics } from "./vectorise.ts";

/**
 * A room cut by a wall with a locked door: start and key on the left, the goal on the right.
 *
 * 7 × 7 with the outer walls, 6 actions, 150 steps, reward 1 at the goal.
 *
 * @paper 076 §Experiment
 * @param layout - number of the layout, each the same for ever
 */
export function keyRoom({ layout = 0, size = 7, ...options }: QuestGridOptions & RoomOptions = {}): Dynamics {
  return questGrid(keyRoomMap(layout, size), options);
}

interface RoomOptions {
  readonly layout?: number;
  /** Cells of a side, outer walls included: at least 5. */
  readonly size?: number;
}

/** Map of a layout of the room with a key. */
export function keyRoomMap(layout: number, size: number): readonly string[] {
  const key = streamKey(layout, "key-room");
  const pick = (k: number, from: number, count: number): number => from + Math.floor(uniformAt(key, k) * count);
  const inner = size - 2;
  const wall = pick(0, 2, inner - 2);
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (_, x) => (x % (size - 1) === 0 || y % (size - 1) === 0 || x === wall ? "#" : ".")),
  );
  const put = (letter: string, cell: number, left: number, width: number): void => {
    (rows[1 + Math.floor(cell / width)] as string[])[left + (cell % width)] = letter;
  };
  const left = (wall - 1) * inner;
  const start = pick(1, 0, left);
  // Any cell of the left part but the start.
  const other = (start + pick(2, 1, left - 1)) % left;
  put("S", start, 1, wall - 1);
  put("K", other, 1, wall - 1);
  put("D", pick(3, 0, inner), wall, 1);
  put("G", pick(4, 0, (inner - wall) * inner), wall + 1, inner - wall);
  return rows.map((row) => row.join(""));
}

/**
 * Two agents collect litter from the corners and an edge of a 7 × 7 field within 24 steps: +1 each, −0.02 a step.
 *
 * @paper 150 §Experiment
 */
export function trashGrid(options: QuestGridOptions = {}): Dynamics {
  const rewards = { item: 1, step: -0.02 };
  return questGrid(TRASH, { agents: 2, maxSteps: 24, rewards, handle: "touch", ...options });
}

const TRASH = ["T.....T", ".......", ".......", "...S..T", ".......", ".......", "T......"];

/**
 * Goals in the corners of a 9 × 9 field, to be visited in the order of their numbers from the centre within 60 steps;
 * one move of ten is random, and 1 is paid at the end alone.
 *
 * @paper 120 §Experiment (a)
 */
export function orderedGoals({ goals = 3, ...options }: QuestGridOptions & { readonly goals?: 3 | 4 } = {}): Dynamics {
  const middle = ["........."];
  const map = ["1.......2", ...middle, ...middle, ...middle, "....S....", ...middle, ...middle, ...middle];
  return questGrid([...map, goals === 4 ? "4.......3" : "........3"], {
    maxSteps: 60,
    slip: 0.1,
    handle: "touch",
    ...options,
  });
}

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
