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
