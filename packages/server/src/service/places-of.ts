import type { Rollout } from "@guerdon/core/signal";

/** Place of each rollout in the batch `makeBatch` makes of them: groups contiguous, as they first appear. */
export function placesOf(rollouts: readonly Pick<Rollout, "group">[]): Int32Array {
  const byGroup = new Map<string, number[]>();
  rollouts.forEach(({ group }, i) => {
    const members = byGroup.get(group);
    if (members === undefined) byGroup.set(group, [i]);
    else members.push(i);
  });
  const places = new Int32Array(rollouts.length);
  let place = 0;
  for (const members of byGroup.values()) for (const i of members) places[i] = place++;
  return places;
}
