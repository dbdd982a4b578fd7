import { RewardError } from "@guerdon/core/error";
import { type Environment, type Space, widthOf } from "./environment.ts";
import { wrapped } from "./wrapped.ts";

export interface SeparateAgentsOptions {
  /**
   * What an agent sees: all that is shown and which agent it is (one-hot), or its own part where what is shown is as many
   * equal parts as there are agents.
   */
  readonly view?: "all" | "own";
  /** Signal that pays an agent: `payoff` for `payoff-0`, `payoff-1`, …; the common reward where absent. */
  readonly reward?: string;
}

/**
 * Each of the K agents of N copies as a copy of its own, so that one policy learns for all of them from its own view.
 *
 * Row n·K + k is agent k of copy n: agents of a copy are one group of K. An agent has one number of the joint action.
 * Signals `name-k` become `name`, to each agent its own; the others are the same for all agents of a copy.
 *
 * @throws RewardError GUERDON_OPTION when the agents' actions differ, the view does not divide, or nothing pays so
 *
 * ```ts doctest
 * import { matrixGame, separateAgents, vectorise } from "@guerdon/lab/environment";
 * const agents = separateAgents(vectorise(matrixGame(), 2), { reward: "payoff" });
 * agents.step([0, 1, 1, 1]);
 * [...agents.rewards] // => [0, 5, 1, 1]
 * ```
 */
export function separateAgents(inner: Environment, options: SeparateAgentsOptions = {}): Environment {
  const { view = "all", reward } = options;
  const agents = widthOf(inner.action);
  const count = inner.count * agents;
  const shown = inner.observations.length / inner.count;
  checkOptions(inner, shown, agents, options);
  const width = view === "own" ? shown / agents : shown + agents;
  const [observations, finalObservations] = [new Float32Array(count * width), new Float32Array(count * width)];
  const [rewards, earned] = [new Float64Array(count), new Float64Array(count)];
  const [terminated, truncated] = [new Uint8Array(count), new Uint8Array(count)];
  const columns = columnsOf(inner, agents);
  const signals = Object.fromEntries([...columns.keys()].map((name) => [name, new Float64Array(count)]));
  const show = (from: Float32Array, into: Float32Array): void => {
    for (let row = 0; row < count; row++) {
      const [copy, agent] = [Math.floor(row / agents), row % agents];
      const at = copy * shown + (view === "own" ? agent * width : 0);
      for (let k = 0; k < Math.min(width, shown); k++) into[row * width + k] = from[at + k] as number;
      if (view === "all") for (let k = 0; k < agents; k++) into[row * width + shown + k] = k === agent ? 1 : 0;
    }
  };
  const spread = (): void => {
    for (let row = 0; row < count; row++) {
      const [copy, agent] = [Math.floor(row / agents), row % agents];
      terminated[row] = inner.terminated[copy] as number;
      truncated[row] = inner.truncated[copy] as number;
      for (const [name, parts] of columns) {
        (signals[name] as Float64Array)[row] = (parts[agent] as Float64Array)[copy] as number;
      }
      const paid = reward === undefined ? undefined : (signals[reward] as Float64Array);
      rewards[row] = paid === undefined ? (inner.rewards[copy] as number) : (paid[row] as number);
      earned[row] = paid === undefined ? ((inner.earned ?? inner.rewards)[copy] as number) : (paid[row] as number);
    }
    show(inner.observations, observations);
  };
  spread();
  return wrapped(inner, {
    ...{ count, observations, finalObservations, rewards, earned, terminated, truncated, signals },
    observation: observationOf(inner.observation, shown, width, view, agents),
    action: actionOf(inner.action),
    reset: (seed) => {
      inner.reset(seed);
      spread();
      for (const column of [rewards, earned, terminated, truncated, ...Object.values(signals)]) column.fill(0);
    },
    step: (actions) => {
      inner.step(actions);
      spread();
      show(inner.finalObservations, finalObservations);
    },
    restore: (state) => {
      inner.restore(state);
      show(inner.observations, observations);
    },
  });
}

/** Columns of each signal by agent. */
function columnsOf({ signals }: Environment, agents: number): ReadonlyMap<string, readonly Float64Array[]> {
  const columns = new Map<string, readonly Float64Array[]>();
  for (const [name, column] of Object.entries(signals)) {
    const base = name.replace(/-\d+$/, "");
    const own = Array.from({ length: agents }, (_, k) => signals[`${base}-${k}`]);
    if (base !== name && own.every((part) => part !== undefined)) columns.set(base, own as Float64Array[]);
    else columns.set(name, new Array(agents).fill(column));
  }
  return columns;
}

function observationOf(space: Space, shown: number, width: number, view: "all" | "own", agents: number): Space {
  const bounds = (side: "low" | "high"): number[] =>
    space.kind === "box" ? [...space[side]] : new Array<number>(shown).fill(side === "low" ? 0 : 1);
  if (view === "own") return { kind: "box", low: bounds("low").slice(0, width), high: bounds("high").slice(0, width) };
  const seen = (value: number): number[] => new Array<number>(agents).fill(value);
  return { kind: "box", low: [...bounds("low"), ...seen(0)], high: [...bounds("high"), ...seen(1)] };
}

function actionOf(action: Space): Space {
  if (action.kind === "multi-discrete") return { kind: "discrete", size: action.sizes[0] as number };
  const { low, high } = action as Extract<Space, { kind: "box" }>;
  return { kind: "box", low: low.slice(0, 1), high: high.slice(0, 1) };
}

function checkOptions(inner: Environment, shown: number, agents: number, options: SeparateAgentsOptions): void {
  const { action, id, legal } = inner;
  const own =
    action.kind === "multi-discrete" ? [action.sizes] : action.kind === "box" ? [action.low, action.high] : [];
  const isAlike = own.length > 0 && own.every((values) => values.every((value) => value === values[0]));
  const expect = (what: string, got: string): RewardError =>
    new RewardError("GUERDON_OPTION", `Expected ${what} for the agents of ${id}, got ${got}.`, { details: { id } });
  if (!isAlike || legal !== undefined)
    throw expect("one number of the action each, all of the same choices", action.kind);
  if (options.view === "own" && shown % agents !== 0)
    throw expect(`${agents} equal parts of what is shown`, `${shown} numbers`);
  if (options.reward === undefined) return;
  const names = Object.keys(inner.signals);
  if (names.includes(`${options.reward}-0`)) return;
  throw expect("`reward` to be a signal of each", `\`${options.reward}\` beside ${names.join(", ")}`);
}
