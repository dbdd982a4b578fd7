/** Half of the length and of the width of a field, and half of the width of a goal, in metres. */
export const FIELD = { length: 10, width: 7, goal: 2.5 } as const;
/** Metres from the middle of a car to that of a ball it touches. */
const TOUCH = 1.5;
/** Greatest speeds in metres per second: of a car, with boost, and of a ball. */
export const SPEEDS = { car: 8, boost: 12, ball: 16 } as const;

/** Share of its speed across a wall that a ball keeps, and of the speed at which a car hits it. */
const [WALL, CAR] = [0.8, 0.6] as const;
/** Share of its speed that a ball loses in a second. */
const FRICTION = 0.3;

/** Places of a ball in a row of numbers: place and speed. */
export type BallPlaces = readonly [x: number, y: number, vx: number, vy: number];

/**
 * Rolls a ball for some seconds; walls send it back.
 *
 * @returns 1 when it is in the goal at the right, −1 in the one at the left, else 0
 */
export function rollBall(state: Float64Array, [x, y, vx, vy]: BallPlaces, seconds: number): -1 | 0 | 1 {
  const kept = 1 - FRICTION * seconds;
  state[vx] = (state[vx] as number) * kept;
  state[vy] = (state[vy] as number) * kept;
  state[x] = (state[x] as number) + (state[vx] as number) * seconds;
  state[y] = (state[y] as number) + (state[vy] as number) * seconds;
  bounce(state, y, vy, FIELD.width);
  const away = state[x] as number;
  if (Math.abs(away) > FIELD.length && Math.abs(state[y] as number) < FIELD.goal) return away > 0 ? 1 : -1;
  bounce(state, x, vx, FIELD.length);
  return 0;
}

function bounce(state: Float64Array, place: number, speed: number, wall: number): void {
  const at = state[place] as number;
  if (Math.abs(at) <= wall) return;
  state[place] = Math.sign(at) * (2 * wall - Math.abs(at));
  state[speed] = -WALL * (state[speed] as number);
}

/**
 * Lets a car, which nothing moves, push a ball it touches: along the line between them it leaves with 0.6 of the speed
 * at which they met, and no longer overlaps.
 *
 * @returns whether they touch
 */
export function pushBall(
  state: Float64Array,
  [x, y, vx, vy]: BallPlaces,
  car: { readonly x: number; readonly y: number; readonly vx: number; readonly vy: number },
): boolean {
  const [dx, dy] = [(state[x] as number) - car.x, (state[y] as number) - car.y];
  const apart = Math.hypot(dx, dy);
  if (apart >= TOUCH) return false;
  const [nx, ny] = apart === 0 ? [1, 0] : [dx / apart, dy / apart];
  const meeting = ((state[vx] as number) - car.vx) * nx + ((state[vy] as number) - car.vy) * ny;
  const change = meeting < 0 ? -(1 + CAR) * meeting : 0;
  const [toX, toY] = [(state[vx] as number) + change * nx, (state[vy] as number) + change * ny];
  const scale = Math.min(1, SPEEDS.ball / Math.max(1e-9, Math.hypot(toX, toY)));
  state[vx] = toX * scale;
  state[vy] = toY * scale;
  state[x] = car.x + nx * TOUCH;
  state[y] = car.y + ny * TOUCH;
  return true;
}
