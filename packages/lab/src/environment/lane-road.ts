import type { Draw } from "./vectorise.ts";

/** Metres between the middles of two lanes. */
export const LANE = 3.5;
/** Metres of a car: length and width. */
const CAR = [4.5, 2] as const;
/** Half of a person's size, in metres. */
const PERSON = 0.4;

/** How many things are on a road, and how it is cut into limits. */
export interface LaneRoad {
  /** Metres. */
  readonly length: number;
  readonly obstacles: number;
  readonly walkers: number;
  readonly lights: number;
  /** Metres per second, for parts of equal length. */
  readonly limits: readonly number[];
}

/** Seconds of a traffic light: a whole round, and red at its end. */
const ROUND = 20;
const RED = 8;
/** Metres per second of somebody who crosses, and metres of the way there and back. */
const PACE = 1.4;
const CROSSING = 14;

/** Numbers of the row of things on a road. */
export function roadSize({ obstacles, walkers, lights }: LaneRoad): number {
  return 2 * (obstacles + walkers + lights);
}

/** Spreads things over the road, none within 30 m of the start: place and lane, place and phase, place and phase. */
export function drawRoad(road: LaneRoad, state: Float64Array, at: number, draw: Draw): void {
  let next = at;
  const spread = (count: number, second: () => number): void => {
    for (let k = 0; k < count; k++) {
      const part = (road.length - 40) / count;
      state[next++] = 30 + part * (k + draw.between(0.3, 0.7));
      state[next++] = second();
    }
  };
  spread(road.obstacles, () => draw.whole(2) * LANE);
  spread(road.walkers, () => draw.uniform() * 2 * CROSSING);
  spread(road.lights, () => draw.uniform() * ROUND);
}

/** Where somebody is across the road: back and forth between 3.5 m before and beyond the lanes. */
export function walkerAcross(phase: number, seconds: number): number {
  const way = (phase + PACE * seconds) % (2 * CROSSING);
  return (way < CROSSING ? way : 2 * CROSSING - way) - 5.25;
}

/** Whether a light is red. */
export function isRed(phase: number, seconds: number): boolean {
  return (phase + seconds) % ROUND >= ROUND - RED;
}

/** What a car at a place would hit: 0 nothing, 1 a car, 2 a person. */
export function hitAt(road: LaneRoad, state: Float64Array, at: number, x: number, y: number, seconds: number): number {
  for (let k = 0; k < road.obstacles; k++) {
    const place = at + 2 * k;
    if (Math.abs((state[place] as number) - x) < CAR[0] && Math.abs((state[place + 1] as number) - y) < CAR[1])
      return 1;
  }
  for (let k = road.obstacles; k < road.obstacles + road.walkers; k++) {
    const place = at + 2 * k;
    const across = walkerAcross(state[place + 1] as number, seconds);
    const isNear = Math.abs((state[place] as number) - x) < CAR[0] / 2 + PERSON;
    if (isNear && Math.abs(across - y) < CAR[1] / 2 + PERSON) return 2;
  }
  return 0;
}

/** Whether a light between two places along the road is red. */
export function passesRed(
  road: LaneRoad,
  state: Float64Array,
  at: number,
  from: number,
  to: number,
  seconds: number,
): boolean {
  for (let k = road.obstacles + road.walkers; k < road.obstacles + road.walkers + road.lights; k++) {
    const line = state[at + 2 * k] as number;
    if (from < line && line <= to && isRed(state[at + 2 * k + 1] as number, seconds)) return true;
  }
  return false;
}

/** Metres per second allowed at a place. */
export function limitAt({ length, limits }: LaneRoad, x: number): number {
  const part = Math.floor((x / length) * limits.length);
  return limits[Math.max(0, Math.min(limits.length - 1, part))] as number;
}
