import { z } from "zod";
import { RewardError } from "../error/index.ts";
import { defineCredit, type TransformFactory } from "../piece/index.ts";
import {
  deriveSignal,
  hull,
  type Interval,
  type Layout,
  type Missing,
  missingAt,
  rolloutOffsets,
  type Signal,
} from "../signal/index.ts";

/** One arrow of the automaton. */
export interface MachineTransition {
  /** State it leaves. */
  readonly from: string;
  /** Place in the list of the predicate that must be above 0; without it the arrow is always taken. */
  readonly when?: number | undefined;
  /** State it leads to, which may be the same. */
  readonly to: string;
  /** What the step is worth that takes it. */
  readonly reward?: number | undefined;
}

export interface RewardMachineOptions {
  /** Names of the states; a rollout starts in the first. */
  readonly states: readonly string[];
  /** Arrows between states; of those that leave a state the first that applies is taken. */
  readonly transitions: readonly MachineTransition[];
  /** States that are never left, whatever the transitions say. */
  readonly terminal: readonly string[];
  /** The reward of each step, or the place of the state after it, from 0. */
  readonly give: "reward" | "state";
}
type RewardMachineInput = Pick<RewardMachineOptions, "states" | "transitions"> & {
  readonly [K in "terminal" | "give"]?: RewardMachineOptions[K] | undefined;
};

const options: z.ZodType<RewardMachineOptions, RewardMachineInput> = z
  .strictObject({
    states: z.array(z.string()).min(1).readonly(),
    transitions: z
      .array(
        z.strictObject({
          from: z.string(),
          when: z.int().nonnegative().optional(),
          to: z.string(),
          reward: z.number().optional(),
        }),
      )
      .readonly(),
    terminal: z.array(z.string()).readonly().default([]),
    give: z.enum(["reward", "state"]).default("reward"),
  })
  .refine(({ states }) => new Set(states).size === states.length, {
    path: ["states"],
    error: "two states have the same name",
  })
  .refine(
    ({ states, transitions }) => transitions.every(({ from, to }) => [from, to].every((s) => states.includes(s))),
    {
      path: ["transitions"],
      error: "a transition names a state that is not in `states`",
    },
  )
  .refine(({ states, terminal }) => terminal.every((state) => states.includes(state)), {
    path: ["terminal"],
    error: "`terminal` names a state that is not in `states`",
  });

/**
 * Rewards steps by a finite automaton that follows what happens in a rollout.
 *
 *   u_0 = the first state,  u_{t+1} = to,  out_t = reward  of the first transition from u_t whose
 *         predicate is above 0 at step t
 *   where none applies: u_{t+1} = u_t, out_t = 0
 *
 * It pays for orders and counts that no sum over steps can tell: the key before the door, exactly one of
 * two. `when` lists the predicates, terms or conditions at steps such as `distance < 1`. A terminal state
 * pays nothing and is not left. With `give: state` a policy or `select` sees the state after each step.
 * Where a predicate is missing that has to be looked at, the state is unknown from there on, and the rest
 * of the rollout is missing for that reason.
 *
 * @shape when K × [S] → [S]
 * @unit truth → reward; place from 0 with `give: state`
 * @throws RewardError GUERDON_OPTION when a name is no state, or stands for two
 * @throws RewardError GUERDON_SHAPE when a transition names a predicate that the list does not have
 * @paper 110 §Mechanism (RM: a finite automaton over transitions that emits rewards)
 * @paper 149 §Mechanism 4 (5 for a goal in time, −1 for a missed one, −2 for a broken invariant, which ends it)
 * @kind credit
 * @alias rewardMachine
 * @alias stageReward = "0.1 * progress + stage", stage: { use: reward-machine, terminal: [failed, done] }, progress: { use: difference, direction: backward, of: distance }
 * @plot { states: ["a", "b", "c"], transitions: [{ from: "a", when: 0, to: "b", reward: 1 }, { from: "b", when: 0, to: "c", reward: 3 }] } over steps [0, 1, 0, 1, 1]
 *
 * ```ts doctest
 * import { rewardMachine } from "@guerdon/core/credit";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
 * const [key, door] = [fullSignal("step", [0, 1, 0]), fullSignal("step", [1, 0, 1])];
 * const machine = rewardMachine({
 *   states: ["outside", "has key", "inside"],
 *   transitions: [
 *     { from: "outside", when: 0, to: "has key", reward: 0.5 },
 *     { from: "has key", when: 1, to: "inside", reward: 1 },
 *   ],
 * });
 * [...machine.apply([key, door], layout).values] // => [0, 0.5, 1]
 * ```
 */
export const rewardMachine: TransformFactory<typeof options> = defineCredit({
  name: "reward-machine",
  version: 1,
  summary: "Rewards steps by a finite automaton that follows what happens in a rollout.",
  options,
  build: (settings) => {
    const { states, transitions, give } = settings;
    const arrows = arrowsOf(settings);
    return {
      level: "step",
      inputs: [{ name: "when", many: true }],
      range: () => {
        if (give === "state") return { min: 0, max: states.length - 1 };
        return hull(
          { min: 0, max: 0 },
          ...transitions.map(({ reward = 0 }): Interval => ({ min: reward, max: reward })),
        );
      },
      trend: (index) => (transitions.some(({ when }) => when === index) ? "unknown" : "constant"),
      apply: (when, layout) => run(when, layout, arrows, give),
    };
  },
});

interface Arrow {
  /** −1 is always taken. */
  readonly when: number;
  readonly to: number;
  readonly reward: number;
}

/** The arrows that leave each state, in order; none leave a terminal one. */
function arrowsOf({ states, transitions, terminal }: RewardMachineOptions): readonly (readonly Arrow[])[] {
  return states.map((state) =>
    transitions
      .filter(({ from }) => from === state && !terminal.includes(state))
      .map(({ when = -1, to, reward = 0 }) => ({ when, to: states.indexOf(to), reward })),
  );
}

/** What stands for the arrow where none applies, and where it cannot be known which does. */
const STAY = undefined;
const UNKNOWN = -1;

function run(
  when: readonly Signal[],
  layout: Layout,
  arrows: readonly (readonly Arrow[])[],
  give: RewardMachineOptions["give"],
): Signal {
  checkPredicates(when, arrows);
  const offsets = rolloutOffsets(layout, "step");
  const values = new Float64Array(offsets[offsets.length - 1] as number);
  const present = new Uint8Array(values.length);
  const reasons = new Map<number, Missing>();
  for (let row = 0; row + 1 < offsets.length; row++) {
    let state = 0;
    let unknown: Missing | undefined;
    for (let t = offsets[row] as number; t < (offsets[row + 1] as number); t++) {
      const arrow = unknown === undefined ? arrowAt(when, arrows[state] as readonly Arrow[], t) : UNKNOWN;
      if (typeof arrow === "number") {
        unknown ??= missingRead(when, arrows[state] as readonly Arrow[], t);
        reasons.set(t, unknown);
        continue;
      }
      if (arrow !== STAY) state = arrow.to;
      values[t] = give === "state" ? state : (arrow?.reward ?? 0);
      present[t] = 1;
    }
  }
  return deriveSignal("step", values, present, (t) => reasons.get(t) as Missing);
}

function arrowAt(when: readonly Signal[], arrows: readonly Arrow[], t: number): Arrow | typeof UNKNOWN | undefined {
  for (const arrow of arrows) {
    if (arrow.when === -1) return arrow;
    const predicate = when[arrow.when] as Signal;
    if (predicate.present[t] === 0) return UNKNOWN;
    if ((predicate.values[t] as number) > 0) return arrow;
  }
  return STAY;
}

/** Why the first missing predicate that the arrows look at is missing. */
function missingRead(when: readonly Signal[], arrows: readonly Arrow[], t: number): Missing {
  const read = arrows.find((arrow) => arrow.when !== -1 && when[arrow.when]?.present[t] === 0) as Arrow;
  return missingAt(when[read.when] as Signal, t);
}

function checkPredicates(when: readonly Signal[], arrows: readonly (readonly Arrow[])[]): void {
  const last = Math.max(-1, ...arrows.flat().map((arrow) => arrow.when));
  if (last < when.length) return;
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected \`when\` to list at least ${last + 1} predicates, as a transition names place ${last}; got ${when.length}.`,
    { hint: "Places are counted from 0.", details: { got: when.length, expected: last + 1 } },
  );
}
