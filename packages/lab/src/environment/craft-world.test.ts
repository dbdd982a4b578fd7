import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { DIAMOND_RECIPES } from "./craft-recipes.ts";
import { craftWorld } from "./craft-world.ts";
import { vectorise } from "./vectorise.ts";

const [RIGHT, LEFT, GATHER] = [1, 3, 4] as const;
const MADE = DIAMOND_RECIPES.filter(({ letter }) => letter === undefined).map(({ item }) => item);
const make = (item: string): number => 5 + MADE.indexOf(item);
const MAP = ["Swscid"];
/** The way to the diamond on the map: what each step gets, by hand. */
const WAY: readonly (readonly [number, string?])[] = [
  [RIGHT],
  ...([1, 2, 3, 4].map(() => [GATHER, "wood"]) as [number, string][]),
  [make("table"), "table"],
  [make("wooden-pickaxe"), "wooden-pickaxe"],
  [RIGHT],
  [GATHER, "stone"],
  [GATHER, "stone"],
  [make("stone-pickaxe"), "stone-pickaxe"],
  [make("furnace"), "furnace"],
  [RIGHT],
  [GATHER, "coal"],
  [RIGHT],
  [GATHER, "iron"],
  [make("iron-pickaxe"), "iron-pickaxe"],
  [RIGHT],
  [GATHER, "diamond"],
];

describe("craftWorld", () => {
  it("leads from wood to the diamond in 19 steps (by hand), for 1 − 19 · 0.01", () => {
    const map = MAP;
    const environment = vectorise(craftWorld({ map, rewards: { diamond: 1, step: -0.01 } }), 1);
    let sum = 0;
    WAY.forEach(([action, item], t) => {
      environment.step([action]);
      sum += environment.rewards[0] as number;
      for (const name in environment.signals)
        expect(environment.signals[name]?.[0], `${name} in step ${t}`).toBe(Number(name === item));
      expect(environment.terminated[0]).toBe(Number(t === WAY.length - 1));
    });
    expect(WAY).toHaveLength(19);
    expect(sum).toBeCloseTo(0.81, 12);
  });

  it("makes nothing without what it needs, and never has less than nothing", () => {
    const environment = vectorise(craftWorld({ map: MAP }), 1);
    const held = (): number[] => [...environment.observations.subarray(-10)];
    for (const action of [make("table"), RIGHT, make("wooden-pickaxe"), RIGHT, GATHER]) environment.step([action]);
    expect(held()).toEqual(new Array(10).fill(0));
    for (const action of [LEFT, GATHER, make("table"), make("table"), make("wooden-pickaxe")])
      environment.step([action]);
    expect(held()).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("counts as redundant what is held and never used up: a second table, not a second wood", () => {
    const environment = vectorise(craftWorld({ map: MAP }), 1);
    const redundant = [RIGHT, GATHER, GATHER, make("table"), make("table")].map((action) => {
      environment.step([action]);
      return environment.signals.redundant?.[0];
    });
    expect(redundant).toEqual([0, 0, 0, 0, 1]);
  });

  it("lets two agents share one inventory in turn, or not", () => {
    for (const inventory of ["shared", "private"] as const) {
      const environment = vectorise(craftWorld({ map: MAP, agents: 2, inventory }), 1);
      environment.step([RIGHT, RIGHT]);
      environment.step([GATHER, LEFT]);
      // Both want a table: there is wood for one, of the first agent.
      environment.step([LEFT, make("table")]);
      expect(environment.signals.table?.[0]).toBe(inventory === "shared" ? 1 : 0);
      environment.step([make("table"), make("table")]);
      expect(environment.signals.table?.[0]).toBe(inventory === "shared" ? 0 : 1);
    }
  });

  it("empties places when they deplete", () => {
    const environment = vectorise(craftWorld({ map: MAP, depletes: true }), 1);
    const wood = [RIGHT, GATHER, GATHER].map((action) => {
      environment.step([action]);
      return environment.signals.wood?.[0];
    });
    expect(wood).toEqual([0, 1, 0]);
  });

  it("shows what is near and the edge (by hand)", () => {
    const environment = vectorise(craftWorld({ map: ["Sw", "d."], viewRadius: 1 }), 1);
    // 9 cells × (wood, stone, coal, iron, diamond, beyond): the upper row and left column are beyond.
    const cell = (k: number): number[] => [...environment.observations.subarray(2 + 6 * k, 8 + 6 * k)];
    for (const k of [0, 1, 2, 3, 6]) expect(cell(k)).toEqual([0, 0, 0, 0, 0, 1]);
    expect([cell(4), cell(5), cell(7), cell(8)].map((kinds) => kinds.indexOf(1))).toEqual([-1, 0, 4, -1]);
  });

  it("keeps the laws, alone and together", () => {
    checkEnvironment((count) => vectorise(craftWorld({ size: 6, maxSteps: 50 }), count));
    checkEnvironment((count) => vectorise(craftWorld({ agents: 3, inventory: "private", depletes: true }), count));
  });

  it("refuses recipes of nothing and letters of none", () => {
    expect(() => craftWorld({ recipes: [{ item: "bread", needs: { grain: 2 } }] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected a recipe of \`grain\`, got bread.]`,
    );
    expect(() => craftWorld({ map: ["S?"] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected the map to have only . S and wscid in it, got "?".]`,
    );
  });
});
