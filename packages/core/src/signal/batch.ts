import type { Batch, Layout } from "./layout.ts";
import type { Rollout } from "./rollout.ts";

/**
 * Puts rollouts into a batch, groups contiguous, in the order in which groups first appear.
 *
 * Order within a group is kept. A batch whose groups already are contiguous keeps its order.
 */
export function makeBatch(rollouts: readonly Rollout[], step = 0): Batch {
  const ordered = contiguous(rollouts);
  return { rollouts: ordered, layout: layoutOf(ordered, (a, b) => a.group === b.group), step };
}

/** A batch in the order given in which every rollout is a group of its own, whatever its group's name. */
export function separateBatch(rollouts: readonly Rollout[], step = 0): Batch {
  return { rollouts, layout: layoutOf(rollouts, () => false), step };
}

function contiguous(rollouts: readonly Rollout[]): readonly Rollout[] {
  const byGroup = new Map<string, Rollout[]>();
  let previous: string | undefined;
  let broken = false;
  for (const rollout of rollouts) {
    const members = byGroup.get(rollout.group);
    if (members === undefined) byGroup.set(rollout.group, [rollout]);
    else {
      members.push(rollout);
      broken ||= previous !== rollout.group;
    }
    previous = rollout.group;
  }
  return broken ? [...byGroup.values()].flat() : rollouts;
}

function layoutOf(rollouts: readonly Rollout[], together: (a: Rollout, b: Rollout) => boolean): Layout {
  const count = rollouts.length;
  const groupOf = new Int32Array(count);
  const stepOffsets = new Int32Array(count + 1);
  const tokenOffsets = new Int32Array(count + 1);
  const groupKeys: string[] = [];
  rollouts.forEach((rollout, r) => {
    if (r === 0 || !together(rollouts[r - 1] as Rollout, rollout)) groupKeys.push(rollout.group);
    groupOf[r] = groupKeys.length - 1;
    stepOffsets[r + 1] = (stepOffsets[r] as number) + (rollout.steps?.length ?? 0);
    tokenOffsets[r + 1] = (tokenOffsets[r] as number) + (rollout.tokens?.ids.length ?? 0);
  });
  return { groupOf, stepOffsets, tokenOffsets, groupKeys, ...stepsOfTokens(rollouts, stepOffsets, tokenOffsets) };
}

function stepsOfTokens(
  rollouts: readonly Rollout[],
  stepOffsets: Int32Array,
  tokenOffsets: Int32Array,
): { stepOfToken?: Int32Array } {
  if (!rollouts.some((rollout) => rollout.tokens?.stepOf !== undefined)) return {};
  const stepOfToken = new Int32Array(tokenOffsets[rollouts.length] as number).fill(-1);
  rollouts.forEach((rollout, r) => {
    const { ids, stepOf } = rollout.tokens ?? { ids: [] };
    if (stepOf === undefined) return;
    const steps = rollout.steps?.length ?? 0;
    for (let t = 0; t < ids.length; t++) {
      const step = stepOf[t] ?? -1;
      if (step >= 0 && step < steps) stepOfToken[(tokenOffsets[r] as number) + t] = (stepOffsets[r] as number) + step;
    }
  });
  return { stepOfToken };
}
