import { RewardError } from "@guerdon/core/error";
import { type CraftRecipe, DIAMOND_RECIPES } from "./craft-recipes.ts";
import type { Space } from "./environment.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface CraftWorldOptions {
  /** Cells of a side of a world drawn anew in each episode. */
  readonly size?: number;
  /** A fixed world instead: letters of resources, `S` where agents start, `.` ground. */
  readonly map?: readonly string[];
  readonly agents?: number;
  readonly recipes?: readonly CraftRecipe[];
  /** Item that ends the episode; the last recipe when absent. */
  readonly goal?: string;
  /** Fewest and most places of each resource. */
  readonly spots?: readonly [number, number];
  /** Whether a place is empty once something was gathered there. */
  readonly depletes?: boolean;
  readonly viewRadius?: number;
  readonly inventory?: "shared" | "private";
  readonly maxSteps?: number;
  /** Worth of each item when one is got; `step` is paid every step. The goal is worth 1 when nothing is given. */
  readonly rewards?: { readonly [item: string]: number };
}

/** Most of one item that an observation shows. */
const MOST = 9;

/**
 * A world of gathering and making, from wood to a diamond, for one agent or several that share a reward.
 *
 * Actions of an agent: up, right, down, left, gather what lies here, then one for each recipe that makes something.
 * What cannot be gathered or made changes nothing; agents act in turn, so none spends what another just spent. An agent
 * sees its place, the resources within `viewRadius` and its inventory. Signals: items got in this step, by name, and
 * `redundant`: those among them of which one was held already and which no recipe uses up.
 *
 * 16 × 16, 2–3 places of each resource, radius 2, 600 steps. The quantities of the recipes are not in the paper.
 *
 * @paper 144 §Experiment
 * @throws RewardError GUERDON_OPTION when a recipe needs an item that none gives, or the map has a letter of none
 *
 * ```ts doctest
 * import { craftWorld } from "@guerdon/lab/environment";
 * craftWorld().action // => { kind: "discrete", size: 10 }
 * ```
 */
export function craftWorld(options: CraftWorldOptions = {}): Dynamics {
  return new CraftWorld(options);
}

// A row of the state: place of each agent, inventories, resource of each cell (number of its recipe + 1, 0 for none).
class CraftWorld implements Dynamics {
  readonly id = "craft-world@1";
  readonly observation: Space;
  readonly action: Space;
  readonly stateSize: number;
  readonly maxSteps: number;
  readonly signals: readonly string[];
  readonly #recipes: readonly CraftRecipe[];
  readonly #made: readonly number[];
  readonly #gathered: readonly number[];
  readonly #goal: number;
  readonly #map: readonly string[] | undefined;
  readonly #height: number;
  readonly #width: number;
  readonly #agents: number;
  readonly #inventories: number;
  readonly #spots: readonly [number, number];
  readonly #depletes: boolean;
  readonly #radius: number;
  readonly #worth: Float64Array;
  readonly #stepReward: number;
  readonly #got: Float64Array;
  #redundant = 0;

  constructor(options: CraftWorldOptions) {
    const { size = 16, map, agents = 1, recipes = DIAMOND_RECIPES, spots = [2, 3], depletes = false } = options;
    const { viewRadius = 2, inventory = "shared", maxSteps = 600 } = options;
    checkRecipes(recipes, map ?? [], options.goal);
    const items = recipes.map(({ item }) => item);
    const goal = options.goal ?? (items.at(-1) as string);
    const rewards = options.rewards ?? { [goal]: 1 };
    this.#recipes = recipes;
    this.#made = items.flatMap((_, k) => (recipes[k]?.letter === undefined ? [k] : []));
    this.#gathered = items.flatMap((_, k) => (recipes[k]?.letter === undefined ? [] : [k]));
    this.#goal = items.indexOf(goal);
    this.#map = map;
    this.#height = map?.length ?? size;
    this.#width = map === undefined ? size : Math.max(...map.map((row) => row.length));
    this.#agents = agents;
    this.#inventories = inventory === "shared" ? 1 : agents;
    this.#spots = spots;
    this.#depletes = depletes;
    this.#radius = viewRadius;
    this.#worth = Float64Array.from(items, (item) => rewards[item] ?? 0);
    this.#stepReward = rewards.step ?? 0;
    this.#got = new Float64Array(items.length);
    this.maxSteps = maxSteps;
    this.signals = [...items, "redundant"];
    this.stateSize = agents + this.#inventories * items.length + this.#height * this.#width;
    const actions = 5 + this.#made.length;
    this.action =
      agents === 1
        ? { kind: "discrete", size: actions }
        : { kind: "multi-discrete", sizes: new Array(agents).fill(actions) };
    const view = (2 * viewRadius + 1) ** 2 * (this.#gathered.length + 1);
    const row = [1, 1, ...new Array(view).fill(1), ...new Array(items.length).fill(MOST)];
    const high = Array.from({ length: agents }, () => row).flat();
    this.observation = { kind: "box", low: new Array(high.length).fill(0), high };
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    state.fill(0, at, at + this.stateSize);
    const cells = at + this.stateSize - this.#height * this.#width;
    const free = this.#map === undefined ? this.#scatter(state, cells, draw) : this.#copy(state, cells, this.#map);
    for (let agent = 0; agent < this.#agents; agent++) state[at + agent] = free;
  }

  step(state: Float64Array, at: number, actions: ArrayLike<number>, action: number, _: Draw, out: StepOutcome): void {
    this.#got.fill(0);
    this.#redundant = 0;
    for (let agent = 0; agent < this.#agents; agent++) {
      const chosen = actions[action + agent] as number;
      if (chosen < 4) this.#move(state, at + agent, chosen);
      else if (chosen === 4) this.#gather(state, at, agent);
      else this.#make(state, at, agent, this.#made[chosen - 5] as number);
    }
    out.reward = this.#stepReward;
    for (let k = 0; k < this.#got.length; k++) out.reward += (this.#worth[k] as number) * (this.#got[k] as number);
    out.terminated = (this.#got[this.#goal] as number) > 0;
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const items = this.#recipes.length;
    const view = (2 * this.#radius + 1) ** 2 * (this.#gathered.length + 1);
    for (let agent = 0; agent < this.#agents; agent++) {
      const first = to + agent * (2 + view + items);
      const place = state[at + agent] as number;
      const [y, x] = [Math.floor(place / this.#width), place % this.#width];
      out[first] = y / Math.max(1, this.#height - 1);
      out[first + 1] = x / Math.max(1, this.#width - 1);
      this.#look(state, at, y, x, out, first + 2);
      const held = this.#inventory(at, agent);
      for (let k = 0; k < items; k++) out[first + 2 + view + k] = Math.min(MOST, state[held + k] as number);
    }
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#got);
    out[this.#got.length] = this.#redundant;
  }

  /** Puts resources on different cells and gives another free cell. */
  #scatter(state: Float64Array, cells: number, draw: Draw): number {
    const count = this.#height * this.#width;
    const freeCell = (): number => {
      for (;;) {
        const cell = draw.whole(count);
        if (state[cells + cell] === 0) return cell;
      }
    };
    const [fewest, most] = this.#spots;
    for (const recipe of this.#gathered) {
      const spots = fewest + draw.whole(most - fewest + 1);
      for (let k = 0; k < spots; k++) state[cells + freeCell()] = recipe + 1;
    }
    return freeCell();
  }

  #copy(state: Float64Array, cells: number, map: readonly string[]): number {
    let start = 0;
    for (let place = 0; place < this.#height * this.#width; place++) {
      const letter = map[Math.floor(place / this.#width)]?.[place % this.#width];
      if (letter === "S") start = place;
      state[cells + place] = this.#recipes.findIndex((recipe) => recipe.letter === letter && letter !== undefined) + 1;
    }
    return start;
  }

  #move(state: Float64Array, agent: number, side: number): void {
    const place = state[agent] as number;
    const [y, x] = [Math.floor(place / this.#width), place % this.#width];
    if (side === 0 && y > 0) state[agent] = place - this.#width;
    if (side === 1 && x < this.#width - 1) state[agent] = place + 1;
    if (side === 2 && y < this.#height - 1) state[agent] = place + this.#width;
    if (side === 3 && x > 0) state[agent] = place - 1;
  }

  #gather(state: Float64Array, at: number, agent: number): void {
    const cell = at + this.stateSize - this.#height * this.#width + (state[at + agent] as number);
    const recipe = (state[cell] as number) - 1;
    if (recipe >= 0 && this.#make(state, at, agent, recipe) && this.#depletes) state[cell] = 0;
  }

  /** Makes or gathers what a recipe gives when all that it needs is there. */
  #make(state: Float64Array, at: number, agent: number, recipe: number): boolean {
    const held = this.#inventory(at, agent);
    const { needs = {}, tools = [] } = this.#recipes[recipe] as CraftRecipe;
    const of = (item: string): number => held + this.#recipes.findIndex((other) => other.item === item);
    for (const tool of tools) if (state[of(tool)] === 0) return false;
    for (const item in needs) if ((state[of(item)] as number) < (needs[item] as number)) return false;
    for (const item in needs) state[of(item)] = (state[of(item)] as number) - (needs[item] as number);
    const item = this.#recipes[recipe]?.item as string;
    const isUsedUp = this.#recipes.some((other) => other.needs?.[item] !== undefined);
    if (!isUsedUp && (state[held + recipe] as number) > 0) this.#redundant++;
    state[held + recipe] = (state[held + recipe] as number) + 1;
    this.#got[recipe] = (this.#got[recipe] as number) + 1;
    return true;
  }

  #inventory(at: number, agent: number): number {
    return at + this.#agents + (this.#inventories === 1 ? 0 : agent) * this.#recipes.length;
  }

  /** One-hot of the resource of each cell in view; the last place stands for beyond the edge. */
  #look(state: Float64Array, at: number, y: number, x: number, out: Float32Array, to: number): void {
    const cells = at + this.stateSize - this.#height * this.#width;
    const kinds = this.#gathered.length + 1;
    let next = to;
    for (let row = y - this.#radius; row <= y + this.#radius; row++) {
      for (let column = x - this.#radius; column <= x + this.#radius; column++, next += kinds) {
        out.fill(0, next, next + kinds);
        const isInside = row >= 0 && row < this.#height && column >= 0 && column < this.#width;
        if (!isInside) out[next + kinds - 1] = 1;
        else {
          const recipe = (state[cells + row * this.#width + column] as number) - 1;
          if (recipe >= 0) out[next + this.#gathered.indexOf(recipe)] = 1;
        }
      }
    }
  }
}

function checkRecipes(recipes: readonly CraftRecipe[], map: readonly string[], goal: string | undefined): void {
  const items = recipes.map(({ item }) => item);
  const used = recipes.flatMap(({ needs = {}, tools = [] }) => [...Object.keys(needs), ...tools]);
  const unknown = [...used, ...(goal === undefined ? [] : [goal])].find((item) => !items.includes(item));
  if (unknown !== undefined) {
    throw new RewardError("GUERDON_OPTION", `Expected a recipe of \`${unknown}\`, got ${items.join(", ")}.`);
  }
  const letters = recipes.map(({ letter }) => letter ?? "");
  const wrong = [...map.join("")].find((letter) => !".S".includes(letter) && !letters.includes(letter));
  if (wrong !== undefined) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected the map to have only . S and ${letters.join("")} in it, got ${JSON.stringify(wrong)}.`,
    );
  }
}
