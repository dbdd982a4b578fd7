import { conditional, gae, groupBy, groupRelative, hierarchical } from "@guerdon/core/advantage";
import type { Advantage } from "@guerdon/core/piece";
import { flatLayout, type Layout, type Level, type Signal } from "@guerdon/core/signal";
import { againstNumpy, type Part } from "./against-numpy.ts";

/** Advantages of rollouts in groups of 8, or of tokens in rollouts of 100, against numpy. */
const GROUP = 8;
const LENGTH = 100;

function full(level: Level, values: Float64Array): Signal {
  return { level, values, present: new Uint8Array(values.length).fill(1) };
}

function constant(level: Level, size: number, value: number): Signal {
  return full(level, new Float64Array(size).fill(value));
}

/** A piece over rollouts; its inputs are made of the second column. */
function overRollouts(piece: Advantage, inputsOf: (second: Float64Array) => readonly Signal[]): Part["prepare"] {
  return ([first, second], size) => {
    const layout = flatLayout(new Array<number>(size / GROUP).fill(GROUP));
    const input = { total: full("rollout", first as Float64Array), over: [], inputs: inputsOf(second as Float64Array) };
    return () => piece.advantages(input, layout).values;
  };
}

/** A piece over tokens of rollouts in groups of 4. */
function overTokens(piece: Advantage, inputsOf: (first: Signal, second: Signal) => readonly Signal[]): Part["prepare"] {
  return ([first, second], size) => {
    const rollouts = size / LENGTH;
    const tokenOffsets = Int32Array.from({ length: rollouts + 1 }, (_, r) => r * LENGTH);
    const layout: Layout = { ...flatLayout(new Array<number>(rollouts / 4).fill(4)), tokenOffsets };
    const inputs = inputsOf(full("token", first as Float64Array), full("token", second as Float64Array));
    const input = { total: constant("rollout", rollouts, 1), over: [], inputs };
    return () => piece.advantages(input, layout).values;
  };
}

/** One of four budgets. */
const budgets = (second: Float64Array): Signal =>
  full(
    "rollout",
    second.map((value) => 512 * Math.floor(4 * value)),
  );

await againstNumpy("advantage", 2, [
  {
    name: "group_relative",
    what: "group-relative (GRPO), groups of 8",
    prepare: overRollouts(groupRelative(), () => []),
  },
  {
    name: "rloo",
    what: "group-relative (RLOO), groups of 8",
    prepare: overRollouts(groupRelative({ baseline: "leave-one-out", scale: "none" }), () => []),
  },
  {
    name: "conditional",
    what: "conditional (CANON), groups of 8",
    prepare: overRollouts(conditional(), (second) => {
      const ones = constant("rollout", second.length, 1);
      return [full("rollout", second), ones, ones];
    }),
  },
  {
    name: "hierarchical",
    what: "hierarchical (HBPO), groups of 8 with four budgets",
    prepare: overRollouts(hierarchical({ scale: "population-std" }), (second) => [
      budgets(second),
      constant("rollout", second.length, 1),
    ]),
  },
  {
    name: "gae",
    what: "gae, rollouts of 100 tokens",
    prepare: overTokens(gae({ rewards: "credit" }), (first, second) => [
      second,
      constant("rollout", first.values.length / LENGTH, 0),
      first,
    ]),
  },
  {
    name: "group_by",
    what: "group-by over the tokens of groups of 4 rollouts",
    prepare: overTokens(groupBy({ level: "token", scale: "population-std" }), (first) => [first]),
  },
]);
