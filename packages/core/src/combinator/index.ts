import type { AnyFactory } from "../piece/index.ts";
import { gate } from "./gate.ts";
import { product } from "./product.ts";
import { tiers } from "./tiers.ts";
import { weightedSum } from "./weighted-sum.ts";

/** All combinators, for a library. */
export const combinators: readonly AnyFactory[] = [gate, product, tiers, weightedSum];

export { type GateOptions, gate } from "./gate.ts";
export { product } from "./product.ts";
export { type TiersOptions, tiers } from "./tiers.ts";
export { type WeightedSumOptions, weightedSum } from "./weighted-sum.ts";
