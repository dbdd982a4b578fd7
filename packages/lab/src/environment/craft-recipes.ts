/** How an item is got. */
export interface CraftRecipe {
  readonly item: string;
  /** Letter of its places on the map: it is gathered there. Without one it is made anywhere. */
  readonly letter?: string;
  /** What is used up. */
  readonly needs?: { readonly [item: string]: number };
  /** What must be there and is kept. */
  readonly tools?: readonly string[];
}

/** From wood to the diamond: the tech tree of card 144, with the quantities of Crafter. */
export const DIAMOND_RECIPES: readonly CraftRecipe[] = [
  { item: "wood", letter: "w" },
  { item: "table", needs: { wood: 1 } },
  { item: "wooden-pickaxe", needs: { wood: 1 }, tools: ["table"] },
  { item: "stone", letter: "s", tools: ["wooden-pickaxe"] },
  { item: "coal", letter: "c", tools: ["wooden-pickaxe"] },
  { item: "stone-pickaxe", needs: { wood: 1, stone: 1 }, tools: ["table"] },
  { item: "iron", letter: "i", tools: ["stone-pickaxe"] },
  { item: "furnace", needs: { stone: 1 }, tools: ["table"] },
  { item: "iron-pickaxe", needs: { wood: 1, coal: 1, iron: 1 }, tools: ["table", "furnace"] },
  { item: "diamond", letter: "d", tools: ["iron-pickaxe"] },
];
