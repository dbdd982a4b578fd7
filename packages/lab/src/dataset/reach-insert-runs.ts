import { streamKey, uniformAt } from "@guerdon/core/random";
import { normalAt } from "../tensor/index.ts";

export interface ReachInsertOptions {
  readonly count: number;
  /** Chance of a step to anywhere, by which progress is lost. Default 0.1. */
  readonly slips?: number;
  /** Chance of each step with the part that it is dropped, and is to be fetched again. Default 0. */
  readonly drops?: number;
  /** Deviation of the noise of what is seen of places. Default 0.1. */
  readonly noise?: number;
  /** Least steps: a longer way is drawn until there are as many. Default 0. */
  readonly least?: number;
}

/** One run, from a random start to the part in its slot. */
export interface ReachInsertRun {
  /** [T] what is seen: place across, place down, 0 empty, 1 with the part, 2 inserted. */
  readonly seen: readonly (readonly number[])[];
  /** [T] share of the way from the start that is done, by steps left; below 0 where more is left than at the start. */
  readonly progress: readonly number[];
}

const SIDE = 10;
const PART = { x: 8, y: 2 } as const;
const SLOT = { x: 2, y: 8 } as const;
const LONGEST = 400;

interface Place {
  readonly x: number;
  readonly y: number;
}
interface Moment extends Place {
  readonly grip: 0 | 1 | 2;
}
const apart = (a: Place, b: Place): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

/** Steps that are left: to the part, grasping, to the slot, inserting. */
function stepsLeft({ grip, ...place }: Moment): number {
  if (grip === 2) return 0;
  return grip === 1 ? apart(place, SLOT) + 1 : apart(place, PART) + 1 + apart(PART, SLOT) + 1;
}

/**
 * Runs of a hand on a 10 × 10 grid that fetches a part and puts it into a slot, as demonstrations or with mishaps.
 *
 * Each step goes one place nearer, grasps or inserts; with chance `slips` it goes to any side, with chance `drops` the
 * part falls back to where it lay.
 *
 * @paper 015 §Experiment B (reach-and-insert grid, (x, y, grip) vectors, demonstrations with noise, regressions)
 */
export function reachInsertRuns(options: ReachInsertOptions, seed: number): readonly ReachInsertRun[] {
  const { count, least = 0 } = options;
  return Array.from({ length: count }, (_, run) => {
    for (let attempt = 0; ; attempt++) {
      const drawn = drawRun(options, streamKey(seed, `reach and insert ${run} ${attempt}`));
      if (drawn.seen.length >= least || attempt === LONGEST) return drawn;
    }
  });
}

function drawRun({ slips = 0.1, drops = 0, noise = 0.1 }: ReachInsertOptions, key: number): ReachInsertRun {
  let draw = 0;
  const uniform = (): number => uniformAt(key, draw++);
  const below = (size: number): number => Math.floor(uniform() * size);
  let now: Moment = { x: below(SIDE), y: below(SIDE), grip: 0 };
  const moments = [now];
  while (now.grip !== 2 && moments.length < LONGEST) {
    if (now.grip === 1 && uniform() < drops) now = { ...now, grip: 0 };
    else now = uniform() < slips ? slip(now, below(4)) : advance(now, uniform());
    moments.push(now);
  }
  const whole = stepsLeft(moments[0] as Moment);
  const noisy = streamKey(key, "seen");
  return {
    seen: moments.map(({ x, y, grip }, t) => [
      x + noise * normalAt(noisy, 2 * t),
      y + noise * normalAt(noisy, 2 * t + 1),
      grip,
    ]),
    progress: moments.map((moment) => 1 - stepsLeft(moment) / whole),
  };
}

function slip({ x, y, grip }: Moment, side: number): Moment {
  const [dx, dy] = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ][side] as [number, number];
  const within = (value: number): number => Math.min(SIDE - 1, Math.max(0, value));
  return { x: within(x + dx), y: within(y + dy), grip };
}

function advance({ x, y, grip }: Moment, uniform: number): Moment {
  const aim = grip === 1 ? SLOT : PART;
  const [dx, dy] = [Math.sign(aim.x - x), Math.sign(aim.y - y)];
  if (dx === 0 && dy === 0) return { x, y, grip: grip === 1 ? 2 : 1 };
  const isAcross = dy === 0 || (dx !== 0 && uniform < 0.5);
  return { x: x + (isAcross ? dx : 0), y: y + (isAcross ? 0 : dy), grip };
}
