import { withReward } from "../solver/index.ts";
import { type GridWorld, type GridWorldOptions, gridWorld } from "./grid-world.ts";

/** A gridworld whose cells are of kinds that a reward may weigh. */
export interface TerrainGrid extends GridWorld {
  /** For each kind [S·A]: probability that a step leads to a cell of it; 0 once an episode is over. */
  readonly features: readonly Float64Array[];
}

/**
 * A gridworld with terrain: what each step leads onto, as features that a designer gives weights.
 *
 * The process has the reward of `gridWorld`; what terrain is worth is for others to say.
 *
 * @param map - as that of `gridWorld`, with a letter of one's own for each kind of floor; the start is of kind `.`
 * @param kinds - letters whose features are made, in this order
 * @paper Hadfield-Menell et al. 2017, "Inverse reward design", §5 (Lavaland); 087 §Experiment check 7
 *
 * ```ts doctest
 * import { terrainGrid } from "@guerdon/lab/environment";
 * // Right from the start leads onto sand, right from the sand to the goal.
 * terrainGrid(["S~G"], "~G").features.map((feature) => feature.indexOf(1)) // => [1, 5]
 * ```
 */
export function terrainGrid(map: readonly string[], kinds: string, options: GridWorldOptions = {}): TerrainGrid {
  const world = gridWorld(
    map.map((row) => row.replace(/[^#SGX]/g, ".")),
    options,
  );
  const letters: string[] = [];
  for (const [y, row] of map.entries()) {
    for (const [x, letter] of [...row].entries()) {
      const state = world.stateAt[y]?.[x] ?? -1;
      if (state >= 0) letters[state] = letter === "S" ? "." : letter;
    }
  }
  const features = [...kinds].map(
    (kind) =>
      withReward(world.process, (state, _, next) => Number(world.ends[state] === 0 && letters[next] === kind)).reward,
  );
  return { ...world, features };
}
