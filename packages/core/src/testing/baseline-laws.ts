import type { Signal } from "../signal/index.ts";
import {
  type AdvantageCase,
  type AdvantageSubject,
  advantagesOf,
  rewardsOf,
  scoredByGroup,
  withRewards,
  withRows,
} from "./advantage-case.ts";
import { difference } from "./difference.ts";
import { firstBreach, firstBreachAt } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { rowsByGroup, takeRows } from "./rows.ts";

/** Rounding that a shift by a whole number may leave in an advantage. */
const SHIFTED = 1e-7;

/** What advantages keep about missing rewards, equal rewards and their baseline. */
export const baselineLaws: readonly LawFor<AdvantageSubject, AdvantageCase>[] = [
  {
    name: "gives 0 without a reward",
    applies: ownRollouts,
    breach: ({ piece }, sample) => {
      const out = advantagesOf(piece, sample);
      const rewards = rewardsOf(piece, sample.input);
      return firstBreachAt(out, (i) => {
        if (out.values[i] === 0 || rewards.some(({ present }) => present[i] === 1)) return undefined;
        return `${out.values[i]} at ${i}, which has no reward`;
      });
    },
  },
  {
    name: "is not moved by rollouts without a reward",
    applies: ownRollouts,
    breach: ({ piece }, sample) => {
      const rewards = rewardsOf(piece, sample.input);
      const rows = [...sample.layout.groupOf.keys()].filter((row) => rewards.some(({ present }) => present[row] === 1));
      const breach = difference(
        advantagesOf(piece, withRows(sample, rows)),
        takeRows(advantagesOf(piece, sample), rows),
      );
      return breach === undefined ? undefined : `${breach} of the scored rollouts`;
    },
  },
  {
    name: "gives 0 where all members are equal",
    applies: ownRollouts,
    breach: ({ piece }, sample) => {
      if (sample.layout.groupOf[1] !== 0) return undefined;
      const constant = withRewards(piece, sample, (reward) => makeConstant(reward, sample.layout.groupOf, 0));
      const out = advantagesOf(piece, constant);
      return firstBreachAt(out, (i) => {
        if (sample.layout.groupOf[i] !== 0 || Math.abs(out.values[i] as number) <= 1e-9) return undefined;
        return `${out.values[i]} at ${i} in a group whose rewards are all equal`;
      });
    },
  },
  {
    name: "does not change when a group's rewards shift",
    applies: ({ piece }) => piece.shiftInvariant === true,
    breach: ({ piece }, sample) => {
      const whole = withRows(sample, rowsOfCompleteGroups(sample, piece));
      const shifted = withRewards(piece, whole, (reward) => {
        const shifts = Float64Array.from(whole.layout.groupOf, () => sample.draw.integer(9) - 4);
        return {
          ...reward,
          values: reward.values.map((value, i) => value + (shifts[whole.layout.groupOf[i] as number] as number)),
        };
      });
      return difference(advantagesOf(piece, whole), advantagesOf(piece, shifted), SHIFTED);
    },
  },
  {
    name: "adds up to 0",
    applies: ({ piece }) => piece.zeroSum !== undefined,
    breach: ({ piece }, sample) => {
      const out = advantagesOf(piece, sample);
      const scored = scoredByGroup(piece, sample);
      const parts = piece.zeroSum === "batch" ? [[...out.values.keys()]] : rowsByGroup(sample.layout);
      return firstBreach(parts, (rows, part) => {
        if (piece.zeroSum === "group" && scored[part] === 1) return undefined;
        const sum = rows.reduce((total, row) => total + (out.values[row] as number), 0);
        return Math.abs(sum) <= 1e-9 * rows.length ? undefined : `a sum of ${sum} over rollouts ${rows.join(", ")}`;
      });
    },
  },
];

/** Whether the piece makes advantages of its own, one a rollout. */
function ownRollouts({ piece }: AdvantageSubject): boolean {
  return piece.refines !== true && (piece.level === undefined || piece.level === "rollout");
}

/** Every member of the given group gets what the first rollout of the batch has, or 1. */
function makeConstant(reward: Signal, groupOf: Int32Array, group: number): Signal {
  const value = reward.present[0] === 1 ? (reward.values[0] as number) : 1;
  const values = reward.values.map((own, i) => (groupOf[i] === group ? value : own));
  const present = reward.present.map((own, i) => (groupOf[i] === group ? 1 : own));
  return { ...reward, values, present };
}

/** Rollouts of the groups of two or more in which no reward is missing. */
function rowsOfCompleteGroups({ layout, input }: AdvantageCase, piece: AdvantageSubject["piece"]): readonly number[] {
  const rewards = rewardsOf(piece, input);
  return rowsByGroup(layout)
    .filter((rows) => rows.length > 1 && rows.every((row) => rewards.every(({ present }) => present[row] === 1)))
    .flat();
}
