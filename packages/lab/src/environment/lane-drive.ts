import type { Space } from "./environment.ts";
import {
  drawRoad,
  hitAt,
  isRed,
  LANE,
  type LaneRoad,
  limitAt,
  passesRed,
  roadSize,
  walkerAcross,
} from "./lane-road.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface LaneDriveOptions {
  /** Metres. */
  readonly length?: number;
  readonly obstacles?: number;
  readonly walkers?: number;
  readonly lights?: number;
  /** Metres per second allowed in parts of equal length. */
  readonly limits?: readonly number[];
  readonly maxSteps?: number;
  /** `progress`: route times penalties, of card 001; `additive`: the mix of terms it is compared with. */
  readonly reward?: "progress" | "additive";
  /** What a collision or a red light costs. Default 1; the paper's, where finishing is 1, is 0.01. */
  readonly hint?: number;
  /** Seconds for which a broken rule is remembered. */
  readonly stickySeconds?: number;
}

/** Seconds of an action, moved in parts. */
const SECONDS = 0.5;
const PARTS = 5;
/** Metres per second squared of full brake and full throttle; metres per second of a full shift. */
const [BRAKE, THROTTLE, SHIFT] = [6, 3, 1.5] as const;
/** Metres per second below which one stands. */
const SLOW = 0.1;
/** Seconds of standing after which an episode is over. */
const BLOCKED = 30;
const SIGHT = 50;
/** Comfort (001 §Mechanism): acceleration along from and to, across, jerk, jerk along, yaw rate, yaw acceleration. */
const COMFORT = { brake: -4.05, throttle: 2.4, across: 4.89, jerk: 8.37, along: 4.13, yaw: 0.95, turn: 1.93 } as const;
/** Share of the score that is left after an infraction: a car, a person, a red light (leaderboard of CARLA). */
const LEFT = [0.6, 0.5, 0.7] as const;
// A row of the state.
const [X, Y, SPEED, ACCEL, ACROSS, YAW, YAW_RATE, FARTHEST, TIME, SCORE] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const [LATE, COMFORTS, OFF, STILL, ROAD] = [10, 11, 17, 18, 19] as const;
const SIGNALS = ["progress", "speeding", "close", "discomfort", "off-centre", "outside", "speed", "standing"] as const;
const ENDS = ["collision", "red-light", "blocked", "left", "finished"] as const;

/**
 * Drives 500 m of a road with two lanes: parked cars, people who cross, traffic lights, limits of speed.
 *
 * Actions in [−1, 1]: brake or throttle (−6 … 3 m/s²), shift to the side (±1.5 m/s), for 0.5 s; 200 steps. The reward
 * `progress` is r = ΔC·Π p + T: C the share of the route as a running maximum (ΔC = 0 outside the lanes), so that
 * finishing without penalty sums to 1, and
 *
 *   speeding p = max(0, 1 − excess/2.23);   an overlap foreseen within 1 s: p = ½ while remembered;
 *   comfort p = 1 − k/12, k of 6 limits broken lately;   more than 0.5 m off the middle for over 3 s: p = ½;
 *   T = −`hint` for a collision or a red light.
 *
 * Reward `additive` is (match of a target speed + nearness to the middle − change of action)/200, the target 0 where a
 * hazard is within 15 m, and −`hint` for the same ends: standing still before a hazard pays. Signals: what the terms are made
 * of, each end by name, and `gold`: growth of the driving score, route × infractions, so that its sum is the score.
 *
 * An episode ends by collision, red light, 30 s of standing, leaving the road, or at the end of the route (`finished`;
 * the paper bootstraps there). The measures of the road are this world's own.
 *
 * @paper 001 §Mechanism, §Experiment
 *
 * ```ts doctest
 * import { laneDrive } from "@guerdon/lab/environment";
 * laneDrive().maxSteps // => 200
 * ```
 */
export function laneDrive(options: LaneDriveOptions = {}): Dynamics {
  return new LaneDrive(options);
}

class LaneDrive implements Dynamics {
  readonly id = "lane-drive@1";
  readonly observation: Space;
  readonly action: Space = { kind: "box", low: [-1, -1], high: [1, 1] };
  readonly stateSize: number;
  readonly maxSteps: number;
  readonly signals = [...SIGNALS, ...ENDS, "gold"];
  readonly #road: LaneRoad;
  readonly #isAdditive: boolean;
  readonly #sticky: number;
  readonly #hint: number;
  readonly #out = new Float64Array(SIGNALS.length + ENDS.length + 1);

  constructor(options: LaneDriveOptions) {
    const { length = 500, obstacles = 3, walkers = 2, lights = 2, limits = [13.9, 8.3, 13.9] } = options;
    this.#road = { length, obstacles, walkers, lights, limits };
    this.#isAdditive = options.reward === "additive";
    this.#sticky = options.stickySeconds ?? 25;
    this.#hint = options.hint ?? 1;
    this.maxSteps = options.maxSteps ?? 200;
    this.stateSize = ROAD + roadSize(this.#road);
    this.observation = {
      kind: "box",
      low: [-3, 0, -3, 0, 0, 0, 0, 0, -3, 0, 0, 0, 0, 0, 0, -2, -1],
      high: [4, 10, 3, 3, 1, 1, 1, 1, 4, 1, 1, 1, 1, 1, 1, 1, 1],
    };
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    state.fill(0, at, at + this.stateSize);
    drawRoad(this.#road, state, at + ROAD, draw);
  }

  step(state: Float64Array, at: number, actions: ArrayLike<number>, action: number, _: Draw, out: StepOutcome): void {
    const pedal = Math.max(-1, Math.min(1, actions[action] as number));
    const shift = Math.max(-1, Math.min(1, actions[action + 1] as number));
    const accel = pedal * (pedal < 0 ? BRAKE : THROTTLE);
    const change = Math.abs(accel - (state[at + ACCEL] as number)) / (BRAKE + THROTTLE);
    this.#out.fill(0);
    const before = state[at + FARTHEST] as number;
    const end = this.#drive(state, at, accel, shift * SHIFT);
    const outside = isOutside(state[at + Y] as number);
    const farthest = Math.min(this.#road.length, Math.max(before, state[at + X] as number));
    state[at + FARTHEST] = farthest;
    const progress = outside ? 0 : (farthest - before) / this.#road.length;
    const factor = this.#rules(state, at);
    const hint = end === 1 || end === 2 || end === 3 ? -this.#hint : 0;
    out.reward = this.#isAdditive ? this.#additive(state, at, change) + hint : progress * factor + hint;
    out.terminated = end > 0;
    this.#report(state, at, progress, outside, end);
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const y = state[at + Y] as number;
    const limit = limitAt(this.#road, state[at + X] as number);
    out[to] = y / LANE;
    out[to + 1] = Math.min(10, (state[at + SPEED] as number) / 13.9);
    out[to + 2] = Math.max(-3, Math.min(3, offCentre(y)));
    out[to + 3] = Math.min(3, limit / 13.9);
    out[to + 4] = (state[at + FARTHEST] as number) / this.#road.length;
    out[to + 5] = this.#ahead(state, at, 0) / SIGHT;
    out[to + 6] = this.#ahead(state, at, LANE) / SIGHT;
    this.#observeCrossing(state, at, out, to + 7);
    out[to + 11] = Math.max(0, 1 - (state[at + TIME] as number) / (SECONDS * this.maxSteps));
    out[to + 12] = (state[at + LATE] as number) / this.#sticky;
    out[to + 13] = this.#broken(state, at) / 6;
    out[to + 14] = Math.min(1, (state[at + OFF] as number) / 6);
    out[to + 15] = (state[at + ACCEL] as number) / THROTTLE;
    out[to + 16] = (state[at + ACROSS] as number) / SHIFT;
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#out);
  }

  /** Moves for one action; gives the end reached: 0 none, 1 a car hit, 2 a person, 3 a red light, 4 blocked, 5 left, 6 done. */
  #drive(state: Float64Array, at: number, accel: number, across: number): number {
    const first = state[at + SPEED] as number;
    let end = 0;
    for (let part = 0; part < PARTS && end === 0; part++) {
      const x = state[at + X] as number;
      const speed = Math.max(0, (state[at + SPEED] as number) + (accel * SECONDS) / PARTS);
      // Who stands does not shift.
      const aside = Math.sign(across) * Math.min(Math.abs(across), speed);
      const [toX, toY] = [x + (speed * SECONDS) / PARTS, (state[at + Y] as number) + (aside * SECONDS) / PARTS];
      const time = (state[at + TIME] as number) + SECONDS / PARTS;
      state[at + X] = toX;
      state[at + Y] = toY;
      state[at + SPEED] = speed;
      state[at + TIME] = time;
      end = hitAt(this.#road, state, at + ROAD, toX, toY, time);
      if (end === 0 && passesRed(this.#road, state, at + ROAD, x, toX, time)) end = 3;
      if (end === 0 && (toY < -2.75 || toY > LANE + 2.75)) end = 5;
      if (end === 0 && toX >= this.#road.length) end = 6;
    }
    const speed = state[at + SPEED] as number;
    this.#feel(state, at, (speed - first) / SECONDS, Math.sign(across) * Math.min(Math.abs(across), speed));
    state[at + STILL] = speed < SLOW ? (state[at + STILL] as number) + SECONDS : 0;
    return end === 0 && (state[at + STILL] as number) >= BLOCKED ? 4 : end;
  }

  /** Notes which limits of comfort are broken, and the motion they compare with next. */
  #feel(state: Float64Array, at: number, accel: number, across: number): void {
    const jerkAlong = (accel - (state[at + ACCEL] as number)) / SECONDS;
    const aside = (across - (state[at + ACROSS] as number)) / SECONDS;
    const yaw = Math.atan2(across, Math.max(1, state[at + SPEED] as number));
    const rate = (yaw - (state[at + YAW] as number)) / SECONDS;
    const turn = (rate - (state[at + YAW_RATE] as number)) / SECONDS;
    this.#note(state, at, 0, accel < COMFORT.brake || accel > COMFORT.throttle);
    this.#note(state, at, 1, Math.abs(aside) > COMFORT.across);
    this.#note(state, at, 2, Math.hypot(jerkAlong, aside / SECONDS) > COMFORT.jerk);
    this.#note(state, at, 3, Math.abs(jerkAlong) > COMFORT.along);
    this.#note(state, at, 4, Math.abs(rate) > COMFORT.yaw);
    this.#note(state, at, 5, Math.abs(turn) > COMFORT.turn);
    state[at + ACCEL] = accel;
    state[at + ACROSS] = across;
    state[at + YAW] = yaw;
    state[at + YAW_RATE] = rate;
  }

  #note(state: Float64Array, at: number, rule: number, isBroken: boolean): void {
    const left = state[at + COMFORTS + rule] as number;
    state[at + COMFORTS + rule] = isBroken ? this.#sticky : Math.max(0, left - SECONDS);
  }

  #broken(state: Float64Array, at: number): number {
    let count = 0;
    for (let rule = 0; rule < 6; rule++) if ((state[at + COMFORTS + rule] as number) > 0) count++;
    return count;
  }

  /** The product of the penalties of this step. */
  #rules(state: Float64Array, at: number): number {
    const [x, y, speed] = [state[at + X] as number, state[at + Y] as number, state[at + SPEED] as number];
    const seconds = state[at + TIME] as number;
    const excess = Math.max(0, speed - limitAt(this.#road, x));
    let isClose = false;
    for (let part = 1; part <= PARTS; part++) {
      const later = part / PARTS;
      const aside = y + (state[at + ACROSS] as number) * later;
      if (hitAt(this.#road, state, at + ROAD, x + speed * later, aside, seconds + later) > 0) isClose = true;
    }
    state[at + LATE] = isClose ? this.#sticky : Math.max(0, (state[at + LATE] as number) - SECONDS);
    const isOff = Math.abs(offCentre(y)) > 0.5;
    state[at + OFF] = Math.max(0, Math.min(6, (state[at + OFF] as number) + (isOff ? SECONDS : -SECONDS)));
    const broken = this.#broken(state, at);
    const isLate = (state[at + LATE] as number) > 0;
    const isOffLong = (state[at + OFF] as number) > 3;
    this.#out[1] = excess;
    this.#out[2] = Number(isLate);
    this.#out[3] = broken;
    this.#out[4] = Number(isOffLong);
    return Math.max(0, 1 - excess / 2.23) * (isLate ? 0.5 : 1) * (1 - broken / 12) * (isOffLong ? 0.5 : 1);
  }

  #additive(state: Float64Array, at: number, change: number): number {
    const [x, y, speed] = [state[at + X] as number, state[at + Y] as number, state[at + SPEED] as number];
    const limit = limitAt(this.#road, x);
    const lane = y < LANE / 2 ? 0 : LANE;
    const hazard = Math.min(this.#ahead(state, at, lane), this.#crossing(state, at));
    const target = hazard < 15 ? 0 : limit;
    const match = Math.max(0, 1 - Math.abs(speed - target) / limit);
    return (match + Math.max(0, 1 - Math.abs(offCentre(y))) - change) / 200;
  }

  #report(state: Float64Array, at: number, progress: number, outside: boolean, end: number): void {
    const signals = this.#out;
    signals[0] = progress;
    signals[5] = Number(outside);
    signals[6] = state[at + SPEED] as number;
    signals[7] = Number((state[at + SPEED] as number) < SLOW);
    if (end > 0) signals[SIGNALS.length + Math.max(0, end - 2)] = 1;
    const left = end >= 1 && end <= 3 ? (LEFT[end - 1] as number) : 1;
    const score = ((state[at + SCORE] as number) + progress) * left;
    signals[SIGNALS.length + ENDS.length] = score - (state[at + SCORE] as number);
    state[at + SCORE] = score;
  }

  /** Metres to the next car in a lane, at most as far as one sees. */
  #ahead(state: Float64Array, at: number, lane: number): number {
    let nearest = SIGHT;
    for (let k = 0; k < this.#road.obstacles; k++) {
      const place = at + ROAD + 2 * k;
      const gap = (state[place] as number) - (state[at + X] as number);
      if (state[place + 1] === lane && gap > -4.5) nearest = Math.min(nearest, Math.max(0, gap));
    }
    return nearest;
  }

  /** Metres to the next person on the lanes or red light. */
  #crossing(state: Float64Array, at: number): number {
    const seconds = state[at + TIME] as number;
    const first = this.#road.obstacles + this.#road.walkers;
    let nearest = SIGHT;
    for (let k = this.#road.obstacles; k < first + this.#road.lights; k++) {
      const gap = (state[at + ROAD + 2 * k] as number) - (state[at + X] as number);
      const phase = state[at + ROAD + 2 * k + 1] as number;
      const isHazard = k < first ? !isOutside(walkerAcross(phase, seconds)) : isRed(phase, seconds);
      if (gap > 0 && isHazard) nearest = Math.min(nearest, gap);
    }
    return nearest;
  }

  /** Distance and place across of the next person, distance and colour of the next light. */
  #observeCrossing(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const seconds = state[at + TIME] as number;
    const first = this.#road.obstacles + this.#road.walkers;
    out[to] = 1;
    out[to + 1] = 0;
    out[to + 2] = 1;
    out[to + 3] = 0;
    for (let k = first + this.#road.lights - 1; k >= this.#road.obstacles; k--) {
      const gap = ((state[at + ROAD + 2 * k] as number) - (state[at + X] as number)) / SIGHT;
      if (gap <= 0 || gap > 1) continue;
      const phase = state[at + ROAD + 2 * k + 1] as number;
      const place = to + (k < first ? 0 : 2);
      out[place] = gap;
      out[place + 1] = k < first ? walkerAcross(phase, seconds) / LANE : Number(isRed(phase, seconds));
    }
  }
}

/** Metres to the side of the middle of the nearer lane. */
function offCentre(y: number): number {
  return y - (y < LANE / 2 ? 0 : LANE);
}

function isOutside(y: number): boolean {
  return y < -LANE / 2 || y > LANE * 1.5;
}
