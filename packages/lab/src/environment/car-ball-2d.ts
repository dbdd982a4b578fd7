import type { Space } from "./environment.ts";
import { type BallPlaces, FIELD, pushBall, rollBall, SPEEDS } from "./roll-ball.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface CarBallOptions {
  /**
   * The other car: `none`, `static` before its goal, `keeper` before its goal in line with the ball, `chaser` behind the
   * ball and at it.
   */
  readonly opponent?: "none" | "static" | "keeper" | "chaser";
  /** Greatest speed of the other car, in metres per second. Default 4. */
  readonly opponentSpeed?: number;
  /** Decisions of an episode. Default 300. */
  readonly maxSteps?: number;
  /** 15 when absent, as in the paper. */
  readonly decisionsPerSecond?: number;
  /** Whether a goal is followed by another kick-off in the same episode, instead of ending it. Default false. */
  readonly kickOffs?: boolean;
}

/** Seconds that are moved at a time. */
const PART = 1 / 45;
/** Metres per second squared of the engine, of boost, and lost when rolling, as a share of the speed a second. */
const [ENGINE, BOOST, ROLL] = [8, 10, 0.5] as const;
/** Radians a second at 3 m/s or more; slower ones turn less. */
const TURN = 3.2;
/** Share of the tank that boost takes in a second, and that comes back. */
const [BURN, REFILL] = [0.4, 0.04] as const;
// A row of the state: the car, the ball, the other car.
const [X, Y, HEADING, SPEED, TANK, BALL, OTHER] = [0, 1, 2, 3, 4, 5, 9] as const;
const SIZE = 13;
const SIGNALS = [
  "goal",
  "touch",
  "align",
  "approach",
  "distance",
  "offence",
  "defence",
  "shot",
  "boost",
  "ended",
] as const;

/**
 * A car, a ball, two goals and another car, seen from above: score at the right, defend the left.
 *
 * Action 6·pedal + 2·wheel + boost: back, roll or drive; steer right, straight or left; boost or not. The car has no sideslip, reaches 8 m/s,
 * 12 with boost, and pushes the ball as something much heavier does. The field is 20 × 14 m, its goals are 5 m wide. The
 * reward is 1 for a goal at the right and −1 for one at the left, which ends the episode or is followed by a kick-off.
 *
 * Signals of the state a step leads to: `goal`: 1, −1 or 0; `touch`: the car touched the ball; `align`: cosine of the
 * ways from car to ball and from ball to goal; `approach`: speed of the car to the ball over 8 m/s, within ±1; `distance` to the ball,
 * `offence` and `defence`: metres from the ball to the goal at the right and at the left; `shot`: speed of the ball to the goal at the right over 16
 * m/s; `boost`: root of the tank; `ended`: 1 where a goal ends the episode. After a goal they are those of its last
 * state, before a kick-off.
 *
 * The measures of cars and field are this world's own, and the other car is a rule.
 *
 * @paper 074 §Experiment, §Mechanism (utilities)
 *
 * ```ts doctest
 * import { carBall2d } from "@guerdon/lab/environment";
 * carBall2d().action // => { kind: "discrete", size: 18 }
 * ```
 */
export function carBall2d(options: CarBallOptions = {}): Dynamics {
  return new CarBall(options);
}

class CarBall implements Dynamics {
  readonly id = "car-ball-2d@1";
  readonly observation: Space = { kind: "box", low: new Array(20).fill(-4), high: new Array(20).fill(4) };
  readonly action: Space = { kind: "discrete", size: 18 };
  readonly stateSize = SIZE;
  readonly maxSteps: number;
  readonly signals = SIGNALS;
  readonly #opponent: NonNullable<CarBallOptions["opponent"]>;
  readonly #pace: number;
  readonly #continues: boolean;
  readonly #parts: number;
  readonly #out = new Float64Array(SIGNALS.length);

  constructor(options: CarBallOptions) {
    const { opponent = "static", opponentSpeed = 4, maxSteps = 300, kickOffs = false } = options;
    this.#opponent = opponent;
    this.#pace = opponentSpeed;
    this.maxSteps = maxSteps;
    this.#continues = kickOffs;
    // 074 §Mechanism: 15 decisions a second
    this.#parts = Math.max(1, Math.round(1 / PART / (options.decisionsPerSecond ?? 15)));
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    const row = state.subarray(at, at + SIZE);
    row.fill(0);
    row[X] = draw.between(-8, -3);
    row[Y] = draw.between(-5, 5);
    row[BALL] = draw.between(-1, 1);
    row[BALL + 1] = draw.between(-4, 4);
    const toBall = Math.atan2(
      (row[BALL + 1] as number) - (row[Y] as number),
      (row[BALL] as number) - (row[X] as number),
    );
    row[HEADING] = toBall + draw.between(-1, 1);
    row[TANK] = 0.33;
    row[OTHER] = this.#opponent === "none" ? 1000 : this.#opponent === "chaser" ? draw.between(3, 8) : 9;
    row[OTHER + 1] = this.#opponent === "chaser" ? draw.between(-5, 5) : 0;
  }

  step(
    state: Float64Array,
    at: number,
    actions: ArrayLike<number>,
    action: number,
    draw: Draw,
    out: StepOutcome,
  ): void {
    const row = state.subarray(at, at + SIZE);
    const chosen = actions[action] as number;
    const [pedal, wheel, boosts] = [Math.floor(chosen / 6) - 1, (Math.floor(chosen / 2) % 3) - 1, chosen % 2 === 1];
    let [goal, touch] = [0, false];
    for (let part = 0; part < this.#parts && goal === 0; part++) {
      driveCar(row, pedal, wheel, boosts, PART);
      this.#moveOther(row, PART);
      goal = rollBall(row, BALL_PLACES, PART);
      if (goal === 0 && pushBall(row, BALL_PLACES, carOf(row))) touch = true;
      if (goal === 0) pushBall(row, BALL_PLACES, otherOf(row));
    }
    out.reward = goal;
    out.terminated = goal !== 0 && !this.#continues;
    this.#note(row, goal, touch, out.terminated);
    if (goal !== 0 && this.#continues) this.start(state, at, draw);
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const row = state.subarray(at, at + SIZE);
    const [cos, sin] = [Math.cos(row[HEADING] as number), Math.sin(row[HEADING] as number)];
    const [x, y] = [row[X] as number, row[Y] as number];
    // Ways to the ball, both goals and the other car, as the car has them: ahead and to its left.
    const seen = (toX: number, toY: number, place: number): void => {
      const [dx, dy] = [(toX - x) / FIELD.length, (toY - y) / FIELD.length];
      out[to + place] = clip(dx * cos + dy * sin);
      out[to + place + 1] = clip(dy * cos - dx * sin);
    };
    seen(row[BALL] as number, row[BALL + 1] as number, 0);
    seen(FIELD.length, 0, 2);
    seen(-FIELD.length, 0, 4);
    seen(row[OTHER] as number, row[OTHER + 1] as number, 6);
    const [vx, vy] = [(row[BALL + 2] as number) / SPEEDS.car, (row[BALL + 3] as number) / SPEEDS.car];
    const rest = [
      ...[vx * cos + vy * sin, vy * cos - vx * sin, x / FIELD.length, y / FIELD.length, cos, sin],
      ...[(row[SPEED] as number) / SPEEDS.car, row[TANK] as number],
      ...[(row[BALL] as number) / FIELD.length, (row[BALL + 1] as number) / FIELD.length],
      ...[(row[OTHER + 2] as number) / SPEEDS.car, (row[OTHER + 3] as number) / SPEEDS.car],
    ];
    for (let k = 0; k < rest.length; k++) out[to + 8 + k] = clip(rest[k] as number);
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#out);
  }

  #moveOther(row: Float64Array, seconds: number): void {
    if (this.#opponent === "none" || this.#opponent === "static") return;
    const [x, y] = [row[OTHER] as number, row[OTHER + 1] as number];
    const [ballX, ballY] = [row[BALL] as number, row[BALL + 1] as number];
    const reach = FIELD.goal - 0.5;
    // A chaser goes behind the ball, as its goal is at the right, and from there at it.
    const isBehind = x > ballX + 0.5;
    const goalX = this.#opponent === "keeper" ? 9 : isBehind ? ballX : ballX + 2;
    const goalY = this.#opponent === "keeper" ? Math.max(-reach, Math.min(reach, ballY)) : ballY;
    const [dx, dy] = [goalX - x, goalY - y];
    const speed = Math.min(this.#pace, Math.hypot(dx, dy) / seconds);
    const scale = speed / Math.max(1e-9, Math.hypot(dx, dy));
    row[OTHER + 2] = dx * scale;
    row[OTHER + 3] = dy * scale;
    row[OTHER] = x + dx * scale * seconds;
    row[OTHER + 1] = y + dy * scale * seconds;
  }

  #note(row: Float64Array, goal: number, touch: boolean, ended: boolean): void {
    const { x, y, vx, vy } = carOf(row);
    const [ballX, ballY] = [row[BALL] as number, row[BALL + 1] as number];
    const [ballVx, ballVy] = [row[BALL + 2] as number, row[BALL + 3] as number];
    const [dx, dy] = [ballX - x, ballY - y];
    const [gx, gy] = [FIELD.length - ballX, -ballY];
    const [toBall, toGoal] = [Math.max(1e-9, Math.hypot(dx, dy)), Math.max(1e-9, Math.hypot(gx, gy))];
    const out = this.#out;
    out[0] = goal;
    out[1] = Number(touch);
    out[2] = (dx * gx + dy * gy) / (toBall * toGoal);
    out[3] = Math.max(-1, Math.min(1, (vx * dx + vy * dy) / (toBall * SPEEDS.car)));
    out[4] = toBall;
    out[5] = toGoal;
    out[6] = Math.hypot(ballX + FIELD.length, ballY);
    out[7] = (ballVx * gx + ballVy * gy) / (toGoal * SPEEDS.ball);
    out[8] = Math.sqrt(row[TANK] as number);
    out[9] = Number(ended);
  }
}

const BALL_PLACES: BallPlaces = [BALL, BALL + 1, BALL + 2, BALL + 3];

function driveCar(row: Float64Array, pedal: number, wheel: number, boosts: boolean, seconds: number): void {
  const fired = boosts && (row[TANK] as number) >= BURN * seconds;
  const before = row[SPEED] as number;
  const heading = (row[HEADING] as number) + wheel * TURN * Math.max(-1, Math.min(1, before / 3)) * seconds;
  let speed = before + (pedal * ENGINE + (fired ? BOOST : 0)) * seconds;
  if (pedal === 0 && !fired) speed -= ROLL * before * seconds;
  // Faster than its engine drives, a car only slows down.
  const most = fired ? SPEEDS.boost : Math.max(SPEEDS.car, before - ENGINE * seconds);
  speed = Math.max(-SPEEDS.car / 2, Math.min(most, speed));
  const [x, y] = [
    (row[X] as number) + Math.cos(heading) * speed * seconds,
    (row[Y] as number) + Math.sin(heading) * speed * seconds,
  ];
  const isOut = Math.abs(x) > FIELD.length || Math.abs(y) > FIELD.width;
  row[X] = Math.max(-FIELD.length, Math.min(FIELD.length, x));
  row[Y] = Math.max(-FIELD.width, Math.min(FIELD.width, y));
  row[HEADING] = heading;
  row[SPEED] = isOut ? speed * 0.5 : speed;
  row[TANK] = Math.max(0, Math.min(1, (row[TANK] as number) + (fired ? -BURN : REFILL) * seconds));
}

function carOf(row: Float64Array) {
  const [heading, speed] = [row[HEADING] as number, row[SPEED] as number];
  return { x: row[X] as number, y: row[Y] as number, vx: speed * Math.cos(heading), vy: speed * Math.sin(heading) };
}

function otherOf(row: Float64Array) {
  const [x, y, vx, vy] = row.subarray(OTHER, OTHER + 4) as unknown as readonly [number, number, number, number];
  return { x, y, vx, vy };
}

function clip(value: number): number {
  return Math.max(-4, Math.min(4, value));
}
