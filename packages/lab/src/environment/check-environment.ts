import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { type Environment, type Space, widthOf } from "./environment.ts";

/** Steps that are played with each seed. */
const STEPS = 300;

/**
 * Plays an environment with random actions and holds it to what all environments promise.
 *
 * Observations and actions keep to their spaces, rewards and signals are finite, an episode does not end both ways,
 * each seed gives the same episodes and other seeds other ones, `restore(save())` goes on bit by bit, and copies do not
 * disturb each other.
 *
 * @param make - makes the environment with a number of copies
 * @throws RewardError GUERDON_LAW with the promise that is broken and where
 */
export function checkEnvironment(make: (count: number) => Environment): void {
  const environment = make(3);
  const first = playOf(environment, 7);
  promise(isSame(first, playOf(environment, 7)), environment, "a seed gives the same episodes again");
  promise(isSame(first, playOf(make(3), 7)), environment, "a seed gives the same episodes in a new environment");
  promise(!isSame(first, playOf(environment, 8)), environment, "another seed gives other episodes");
  checkResume(environment);
  checkAlone(make, environment);
  environment.close?.();
}

/** Random legal actions for every copy, the same for the same key and step. */
export function randomActions(environment: Environment, key: number, step: number): Float64Array {
  const { action, count, legal } = environment;
  const width = widthOf(action);
  const actions = new Float64Array(count * width);
  for (let i = 0; i < actions.length; i++) {
    const [copy, place] = [Math.floor(i / width), i % width];
    const uniform = uniformAt(streamKey(key, `copy ${copy}`), step * width + place);
    actions[i] = actionOf(action, place, uniform, legal?.subarray(copy * (legal.length / count)));
  }
  return actions;
}

function actionOf(space: Space, place: number, uniform: number, legal?: Uint8Array): number {
  if (space.kind === "box") {
    const [low, high] = [space.low[place] as number, space.high[place] as number];
    const [from, to] = [Number.isFinite(low) ? low : -3, Number.isFinite(high) ? high : 3];
    return Math.fround(from + uniform * (to - from));
  }
  if (space.kind === "multi-discrete") return Math.floor(uniform * (space.sizes[place] as number));
  const open = Array.from({ length: space.size }, (_, k) => k).filter((k) => legal === undefined || legal[k] === 1);
  return open[Math.floor(uniform * open.length)] as number;
}

function playOf(environment: Environment, seed: number): Float64Array {
  environment.reset(seed);
  checkRow(environment, environment.observations, "the first observation is in its space");
  const seen: number[] = [...environment.observations];
  for (let step = 0; step < STEPS; step++) seen.push(...stepOf(environment, seed, step));
  return Float64Array.from(seen);
}

function stepOf(environment: Environment, key: number, step: number): readonly number[] {
  environment.step(randomActions(environment, key, step));
  const { observations, finalObservations, rewards, terminated, truncated, signals } = environment;
  checkRow(environment, observations, `observations of step ${step} are in their space`);
  const isEnded = (i: number): boolean => terminated[i] === 1 || truncated[i] === 1;
  const finals = finalObservations.map((value, k) =>
    isEnded(Math.floor((k * environment.count) / finalObservations.length)) ? value : 0,
  );
  promise(
    terminated.every((end, i) => end + (truncated[i] as number) <= 1),
    environment,
    `an episode ends one way in step ${step}`,
  );
  const numbers = [...rewards, ...Object.values(signals).flatMap((column) => [...column])];
  promise(numbers.every(Number.isFinite), environment, `rewards and signals of step ${step} are finite`);
  return [...observations, ...finals, ...numbers, ...terminated, ...truncated];
}

function checkResume(environment: Environment): void {
  environment.reset(3);
  for (let step = 0; step < 40; step++) stepOf(environment, 3, step);
  const saved = environment.save();
  const shown = environment.observations.slice();
  const play = (): readonly number[] => Array.from({ length: 60 }, (_, step) => stepOf(environment, 5, step)).flat();
  const on = play();
  environment.restore(saved);
  promise(isSame(shown, environment.observations), environment, "a restored environment shows what it showed");
  promise(isSame(on, play()), environment, "a restored environment goes on bit by bit");
}

/** The first of three copies plays as the first of one: with as many draws and none of the others'. */
function checkAlone(make: (count: number) => Environment, three: Environment): void {
  const one = make(1);
  for (const environment of [one, three]) environment.reset(9);
  for (let step = 0; step < 60; step++) {
    for (const environment of [one, three]) environment.step(randomActions(environment, 9, step));
    const row = three.observations.subarray(0, one.observations.length);
    promise(
      isSame(row, one.observations) && three.rewards[0] === one.rewards[0],
      three,
      `copies are apart in step ${step}`,
    );
  }
  one.close?.();
}

function checkRow(environment: Environment, rows: Float32Array, what: string): void {
  const { observation, count } = environment;
  const width = observation.kind === "discrete" ? observation.size : widthOf(observation);
  promise(rows.length === count * width, environment, `${what} (${count} × ${width} numbers)`);
  promise(
    rows.every((value, k) => isWithin(observation, k % width, value)),
    environment,
    what,
  );
}

function isWithin(space: Space, place: number, value: number): boolean {
  if (space.kind === "discrete") return value === 0 || value === 1;
  if (space.kind === "multi-discrete")
    return Number.isInteger(value) && value >= 0 && value < (space.sizes[place] as number);
  const slack = 1e-6 * Math.max(1, Math.abs(value));
  return (
    Number.isFinite(value) &&
    value >= (space.low[place] as number) - slack &&
    value <= (space.high[place] as number) + slack
  );
}

function isSame(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  return one.length === other.length && Array.prototype.every.call(one, (value, i) => Object.is(value, other[i]));
}

function promise(isKept: boolean, environment: Environment, what: string): void {
  if (isKept) return;
  throw new RewardError("GUERDON_LAW", `Expected of \`${environment.id}\` that ${what}, got otherwise.`, {
    details: { environment: environment.id, law: what },
  });
}
