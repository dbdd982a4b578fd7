import { RewardError } from "@guerdon/core/error";

/**
 * A graph of states without cycles in which objects are built step by step: an object is a state where one may stop.
 *
 * State 0 is the start; steps lead to states of greater number. The last action of a row is to stop.
 */
export interface ObjectGraph {
  /** S */
  readonly states: number;
  /** A: actions that go on. */
  readonly actions: number;
  /** [S·A] the state an action leads to; −1 where there is none. */
  readonly next: Int32Array;
  /** [S] 1 where one may stop. */
  readonly stops: Uint8Array;
  /** [S] states that lead here, 0 for the start and for what is never reached. */
  readonly parents: Int32Array;
}

/**
 * A grid that is walked from a corner, one step along one side at a time; every place may be the object.
 *
 * At the far end of any side one has to stop, so that such places have fewer parents.
 *
 * @param side - places along each side; the state of (x, y) is x + side · y
 * @paper 023 §Experiment (b)
 *
 * ```ts doctest
 * import { gridGraph } from "@guerdon/lab/solver";
 * [...gridGraph(3).parents] // => [0, 1, 1, 1, 2, 1, 1, 1, 0]
 * ```
 */
export function gridGraph(side: number): ObjectGraph {
  check("side", side, 2);
  return graphOf(side * side, 2, (state, action) => {
    const [x, y] = [state % side, Math.floor(state / side)];
    if (Math.max(x, y) === side - 1) return undefined;
    return action === 0 ? state + 1 : state + side;
  });
}

/**
 * Words of a length, written letter by letter: a tree in which only whole words are objects.
 *
 * The states are the start, then words of one letter, of two, and so on, each length in the order of the alphabet.
 *
 * @paper 023 §Experiment (c)
 *
 * ```ts doctest
 * import { wordGraph } from "@guerdon/lab/solver";
 * const { states, stops } = wordGraph(3, 2);
 * [states, stops.indexOf(1)] // => [13, 4]
 * ```
 */
export function wordGraph(letters: number, length: number): ObjectGraph {
  check("letters", letters, 2);
  check("length", length, 1);
  const starts = Array.from({ length: length + 1 }, (_, n) => (letters ** n - 1) / (letters - 1));
  const states = (letters ** (length + 1) - 1) / (letters - 1);
  const whole = starts[length] as number;
  return graphOf(
    states,
    letters,
    (state, letter) => (state < whole ? state * letters + letter + 1 : undefined),
    (state) => state >= whole,
  );
}

/**
 * How likely a policy is to end in each state, exact.
 *
 * @param chances - [S·(A + 1)] of the actions in each state, the last one to stop
 * @shape → [S]
 */
export function objectChances({ states, actions, next }: ObjectGraph, chances: Float64Array): Float64Array {
  const visits = new Float64Array(states);
  const ends = new Float64Array(states);
  visits[0] = 1;
  const width = actions + 1;
  for (let s = 0; s < states; s++) {
    const here = visits[s] as number;
    if (here === 0) continue;
    ends[s] = here * (chances[s * width + actions] as number);
    for (let a = 0; a < actions; a++) {
      const to = next[s * actions + a] as number;
      if (to >= 0) visits[to] = (visits[to] as number) + here * (chances[s * width + a] as number);
    }
  }
  return ends;
}

/** Without `mayStop` one may stop anywhere that is reached. */
function graphOf(
  states: number,
  actions: number,
  step: (state: number, action: number) => number | undefined,
  mayStop: (state: number) => boolean = () => true,
): ObjectGraph {
  const next = new Int32Array(states * actions).fill(-1);
  const parents = new Int32Array(states);
  const stops = new Uint8Array(states);
  for (let s = 0; s < states; s++) {
    const isReached = s === 0 || (parents[s] as number) > 0;
    if (!isReached) continue;
    stops[s] = mayStop(s) ? 1 : 0;
    for (let a = 0; a < actions; a++) {
      const to = step(s, a);
      if (to === undefined) continue;
      next[s * actions + a] = to;
      parents[to] = (parents[to] as number) + 1;
    }
  }
  return { states, actions, next, stops, parents };
}

function check(option: string, got: number, least: number): void {
  if (Number.isInteger(got) && got >= least) return;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`${option}\` to be a whole number of at least ${least}, got ${got}.`,
    { details: { option, got } },
  );
}
