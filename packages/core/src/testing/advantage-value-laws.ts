import type { Advantage } from "../piece/index.ts";
import { fullSignal, type Signal, sizeAt } from "../signal/index.ts";
import {
  type AdvantageCase,
  type AdvantageSubject,
  advantagesOf,
  rewardsOf,
  withRewards,
  withRows,
} from "./advantage-case.ts";
import { difference, wordsAt } from "./difference.ts";
import { firstBreach, firstBreachAt } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { rowsByGroup, takeRollouts, takeRows } from "./rows.ts";
import { EXTREMES } from "./sample.ts";
import { overflowed, shapeBreach } from "./shape-breach.ts";

/** What every advantage keeps about its numbers and about who may change whose. */
export const advantageValueLaws: readonly LawFor<AdvantageSubject, AdvantageCase>[] = [
  {
    name: "rebuilds from JSON",
    breach: ({ factory, piece }, sample) => {
      const rebuilt = factory(JSON.parse(JSON.stringify(piece.options))) as Advantage;
      if (rebuilt.id !== piece.id) return `id ${rebuilt.id} after the round trip`;
      return difference(advantagesOf(piece, sample), advantagesOf(rebuilt, sample), 0);
    },
  },
  {
    name: "gives the same result twice",
    breach: ({ piece }, sample) => difference(advantagesOf(piece, sample), advantagesOf(piece, sample), 0),
  },
  {
    name: "does not change its inputs",
    breach: ({ piece }, sample) => {
      const { total, over, inputs = [], before: refined } = sample.input;
      const rewards = [total, ...over, ...inputs, ...(refined === undefined ? [] : [refined])];
      const before = rewards.map((reward) => takeRows(reward, [...reward.values.keys()]));
      const tokens = sample.input.tokenCounts?.slice();
      advantagesOf(piece, sample);
      if (tokens?.some((count, row) => count !== sample.input.tokenCounts?.[row]))
        return "other `tokenCounts` afterwards";
      return firstBreach(before, (reward, k) => difference(reward, rewards[k] as Signal, 0));
    },
  },
  {
    name: "has an advantage for every rollout",
    breach: ({ piece }, sample) => {
      const out = advantagesOf(piece, sample);
      const level = piece.level ?? sample.input.before?.level ?? "rollout";
      if (out.level !== level) return `level ${out.level} instead of ${level}`;
      const silent = firstBreachAt(out, (i) => (out.present[i] === 1 ? undefined : `${wordsAt(out, i)} at ${i}`));
      return shapeBreach(out, sizeAt(sample.layout, level)) ?? silent;
    },
  },
  {
    name: "stays finite for extreme values",
    breach: ({ piece }, sample) => {
      const extreme = withRewards(piece, sample, ({ level, values }) =>
        fullSignal(
          level,
          Array.from(values, () => sample.draw.pick(EXTREMES)),
        ),
      );
      const out = advantagesOf(piece, extreme);
      const silent = firstBreachAt(out, (i) =>
        out.present[i] === 1 || overflowed(out, i)
          ? undefined
          : `${wordsAt(out, i)} at ${i} instead of a failure of the engine`,
      );
      return shapeBreach(out, out.values.length) ?? silent;
    },
  },
  {
    name: "does not look under the mask",
    breach: ({ piece }, sample) => {
      const masked = withRewards(piece, sample, (reward) => ({
        ...reward,
        values: reward.values.map((value, i) => (reward.present[i] === 1 ? value : 1 + sample.draw.integer(1e6))),
      }));
      return difference(advantagesOf(piece, sample), advantagesOf(piece, masked), 0);
    },
  },
  {
    name: "follows its rollouts",
    breach: ({ piece }, sample) => {
      const rows = rowsByGroup(sample.layout).flatMap((group) => sample.draw.shuffled(group));
      const moved = advantagesOf(piece, withRows(sample, rows));
      return difference(takeRollouts(advantagesOf(piece, sample), sample.layout, rows), moved);
    },
  },
  {
    name: "keeps groups apart",
    applies: ({ piece }) => piece.scope !== "batch",
    breach: ({ piece }, sample) => {
      const together = advantagesOf(piece, sample);
      return firstBreach(rowsByGroup(sample.layout), (rows) => {
        const alone = advantagesOf(piece, withRows(sample, rows));
        const breach = difference(takeRollouts(together, sample.layout, rows), alone);
        return breach === undefined ? undefined : `${breach} for rollouts ${rows.join(", ")} alone`;
      });
    },
  },
  {
    name: "takes an empty batch",
    breach: ({ piece }, sample) => shapeBreach(advantagesOf(piece, withRows(sample, [])), 0),
  },
  {
    name: "reads only its rewards",
    applies: ({ piece }) => piece.refines !== true,
    breach: ({ piece }, sample) => {
      const other = rewardsOf(piece, sample.input);
      const blank = fullSignal("rollout", new Array<number>(sample.layout.groupOf.length).fill(1));
      const input = piece.decoupled
        ? { ...sample.input, total: blank, over: other }
        : { ...sample.input, total: other[0] as Signal, over: [] };
      return difference(advantagesOf(piece, sample), advantagesOf(piece, { ...sample, input }), 0);
    },
  },
];
