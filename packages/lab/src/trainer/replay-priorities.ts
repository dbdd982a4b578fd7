/** Numbers at places, drawn in proportion. */
export interface ReplayPriorities {
  /** Σ of all. */
  readonly total: number;
  at(place: number): number;
  set(place: number, priority: number): void;
  /** The place on which a number of [0, total) falls when all lie end to end. */
  find(point: number): number;
  /** The numbers by place; `restore` of them gives the same bits everywhere. */
  save(): Float64Array;
  restore(priorities: Float64Array): void;
}

/**
 * A binary tree of sums: changing a number and finding a place take log₂ of the places.
 *
 * Each sum is made anew from its two parts, so that it hangs on the numbers alone and not on what they were before.
 *
 * @paper Schaul et al. 2016, "Prioritized experience replay", appendix B.2.1
 */
export function createReplayPriorities(places: number): ReplayPriorities {
  let width = 1;
  while (width < places) width *= 2;
  const sums = new Float64Array(2 * width);
  const add = (node: number): void => {
    sums[node] = (sums[2 * node] as number) + (sums[2 * node + 1] as number);
  };
  return {
    get total() {
      return sums[1] as number;
    },
    at: (place) => sums[width + place] as number,
    set: (place, priority) => {
      sums[width + place] = priority;
      for (let node = (width + place) >> 1; node >= 1; node >>= 1) add(node);
    },
    find: (point) => {
      let node = 1;
      let left = point;
      while (node < width) {
        const first = sums[2 * node] as number;
        // Rounding may lead past the last number that is not 0.
        const goesLeft = left < first || sums[2 * node + 1] === 0;
        if (!goesLeft) left -= first;
        node = 2 * node + (goesLeft ? 0 : 1);
      }
      return node - width;
    },
    save: () => sums.slice(width, width + places),
    restore: (priorities) => {
      sums.set(priorities, width);
      for (let node = width - 1; node >= 1; node--) add(node);
    },
  };
}
