import { RewardError } from "../error/index.ts";

/** A point and what it costs; null for one that could not be evaluated, which counts as the worst. */
export type Vertex = { readonly x: readonly number[]; readonly f: number | null };

export type NelderMeadSettings = {
  readonly reflect: number;
  readonly expand: number;
  readonly contract: number;
  readonly shrink: number;
  /** The search is over when the deviation of the costs of the simplex is no larger. */
  readonly tolerance: number;
  /** A point this near (on each axis) to one evaluated before has its cost; below 0: none has. */
  readonly cacheTolerance: number;
  readonly maxEvaluations: number;
  /** [D] least and largest value of each axis; points beyond are moved onto the edge. */
  readonly bounds: readonly (readonly [number, number])[] | null;
};

type Phase = "start" | "reflect" | "expand" | "contract" | "shrink" | "done";

/** All the search knows, as JSON. */
export type NelderMeadState = {
  readonly settings: NelderMeadSettings;
  readonly phase: Phase;
  /** The evaluated corners of the simplex, best first once it is whole. */
  readonly simplex: readonly Vertex[];
  /** Points that wait for their cost. */
  readonly queue: readonly (readonly number[])[];
  readonly reflected: Vertex | null;
  readonly seen: readonly Vertex[];
};

const DEFAULTS: NelderMeadSettings = {
  reflect: 1, // 055 §Mechanism: α = 1, γ = 2, ρ = 0.5, σ = 0.5
  expand: 2,
  contract: 0.5,
  shrink: 0.5,
  tolerance: 0.01, // 055 §Mechanism: std of vertex values
  cacheTolerance: 5e-3, // 055 §Mechanism: cached with 5e-3 on θ
  maxEvaluations: 200,
  bounds: null,
};

/**
 * Nelder and Mead's search for the least cost over a few knobs, one evaluation at a time.
 *
 * `init` takes the D + 1 corners to start from, `ask` says which point to evaluate next (nothing
 * when the search is over), `tell` takes its cost, `best` is the best point so far. All are pure,
 * and the state is JSON: a search goes on after a restart, and an evaluation can be a stretch of
 * training. A cost that is not finite rejects the point.
 *
 *   reflect c + α(c − worst) · expand c + γ(reflected − c) · contract c + ρ(better of reflected and worst − c)
 *   shrink best + σ(corner − best);  c = mean of all corners but the worst
 *
 * @throws RewardError GUERDON_SHAPE when there are not D + 1 corners of D numbers
 * @paper 055 §Mechanism (thresholds searched within one run: α 1, γ 2, ρ 0.5, σ 0.5, tolerance 0.01)
 * @paper 055 §Pitfalls (evaluate the best point again at the end: the policy has moved since)
 * @kind schedule
 * @alias nelderMeadOnline = "nelderMead.tell(state, -score)"
 * @alias NM-PPO = "nelderMead.ask(state)"
 *
 * ```ts doctest
 * import { nelderMead } from "@guerdon/core/schedule";
 * let state = nelderMead.init([[0, 0], [1, 0], [0, 1]], { tolerance: 1e-6, cacheTolerance: -1 });
 * for (let at = nelderMead.ask(state); at !== undefined; at = nelderMead.ask(state)) {
 *   state = nelderMead.tell(state, (at[0]! - 2) ** 2 + (at[1]! + 1) ** 2);
 * }
 * nelderMead.best(state)!.x.map((x) => x.toFixed(2)) // => ["2.00", "-1.00"]
 * ```
 */
export const nelderMead: {
  init(corners: readonly (readonly number[])[], settings?: Partial<NelderMeadSettings>): NelderMeadState;
  ask(state: NelderMeadState): readonly number[] | undefined;
  tell(state: NelderMeadState, cost: number): NelderMeadState;
  best(state: NelderMeadState): Vertex | undefined;
} = {
  init: (corners, settings = {}) => {
    const size = corners[0]?.length ?? 0;
    if (size === 0 || corners.length !== size + 1 || corners.some((corner) => corner.length !== size)) {
      throw new RewardError(
        "GUERDON_SHAPE",
        `Expected \`corners\` to be ${size + 1} points of ${size} numbers, got ${corners.length}.`,
        { details: { expected: size + 1, got: corners.length } },
      );
    }
    const all = { ...DEFAULTS, ...settings };
    const queue = corners.map((corner) => inside(corner, all));
    return settled({ settings: all, phase: "start", simplex: [], queue, reflected: null, seen: [] });
  },
  ask: ({ queue }) => queue[0],
  tell: (state, cost) => {
    const [x] = state.queue;
    if (x === undefined) return state;
    const vertex = { x, f: Number.isFinite(cost) ? cost : null };
    const seen = [...state.seen, vertex];
    const next = settled({ ...advanced(state, vertex), seen });
    return seen.length >= state.settings.maxEvaluations ? { ...next, phase: "done", queue: [] } : next;
  },
  best: ({ seen }) => {
    let best: Vertex | undefined;
    for (const vertex of seen) if (best === undefined || costOf(vertex) < costOf(best)) best = vertex;
    return best;
  },
};

function costOf({ f }: Vertex): number {
  return f ?? Number.POSITIVE_INFINITY;
}

/** Answers what was evaluated before, so that only new points wait. */
function settled(state: NelderMeadState): NelderMeadState {
  let next = state;
  for (let round = 0; round < next.settings.maxEvaluations; round++) {
    const [x] = next.queue;
    if (x === undefined) return next;
    const known = next.seen.find((vertex) => near(vertex.x, x, next.settings.cacheTolerance));
    if (known === undefined) return next;
    next = advanced(next, { x, f: known.f });
  }
  return { ...next, phase: "done", queue: [] };
}

function near(a: readonly number[], b: readonly number[], tolerance: number): boolean {
  return a.every((value, d) => Math.abs(value - (b[d] as number)) <= tolerance);
}

/** The state once the first point of the queue has its cost. */
function advanced(state: NelderMeadState, vertex: Vertex): NelderMeadState {
  const { phase, simplex, queue } = state;
  if (phase === "start" || phase === "shrink") {
    const grown = { ...state, simplex: [...simplex, vertex], queue: queue.slice(1) };
    return grown.queue.length > 0 ? grown : reflecting(grown);
  }
  if (phase === "reflect") return afterReflection(state, vertex);
  const reflected = state.reflected as Vertex;
  if (phase === "expand") return replacing(state, costOf(vertex) < costOf(reflected) ? vertex : reflected);
  const better = Math.min(costOf(reflected), costOf(simplex.at(-1) as Vertex));
  return costOf(vertex) < better ? replacing(state, vertex) : shrinking(state);
}

function afterReflection(state: NelderMeadState, vertex: Vertex): NelderMeadState {
  const { simplex, settings } = state;
  const [first, second, worst] = [simplex[0], simplex.at(-2), simplex.at(-1)] as [Vertex, Vertex, Vertex];
  const cost = costOf(vertex);
  if (cost < costOf(first)) return asking(state, "expand", vertex.x, settings.expand, vertex);
  if (cost < costOf(second)) return replacing(state, vertex);
  const towards = cost < costOf(worst) ? vertex : worst;
  return asking(state, "contract", towards.x, settings.contract, vertex);
}

/** Waits for the point some way from the centre towards another. */
function asking(
  state: NelderMeadState,
  phase: Phase,
  towards: readonly number[],
  by: number,
  reflected: Vertex | null,
): NelderMeadState {
  const centre = centreOf(state.simplex);
  const x = centre.map((value, d) => value + by * ((towards[d] as number) - value));
  return { ...state, phase, queue: [inside(x, state.settings)], reflected };
}

function replacing(state: NelderMeadState, vertex: Vertex): NelderMeadState {
  return reflecting({ ...state, simplex: [...state.simplex.slice(0, -1), vertex] });
}

function shrinking(state: NelderMeadState): NelderMeadState {
  const [best, ...others] = state.simplex as readonly [Vertex, ...Vertex[]];
  const queue = others.map(({ x }) =>
    x.map((value, d) => (best.x[d] as number) + state.settings.shrink * (value - (best.x[d] as number))),
  );
  return { ...state, phase: "shrink", simplex: [best], queue, reflected: null };
}

/** Sorts the simplex and reflects its worst corner, unless the costs agree. */
function reflecting(state: NelderMeadState): NelderMeadState {
  const simplex = [...state.simplex].sort((a, b) => (costOf(a) < costOf(b) ? -1 : costOf(a) > costOf(b) ? 1 : 0));
  const sorted = { ...state, simplex };
  if (deviation(simplex.map(costOf)) <= state.settings.tolerance) {
    return { ...sorted, phase: "done", queue: [], reflected: null };
  }
  return asking(sorted, "reflect", (simplex.at(-1) as Vertex).x, -state.settings.reflect, null);
}

function centreOf(simplex: readonly Vertex[]): readonly number[] {
  const kept = simplex.slice(0, -1);
  const [first] = kept as [Vertex];
  return first.x.map((_, d) => kept.reduce((sum, { x }) => sum + (x[d] as number), 0) / kept.length);
}

function inside(x: readonly number[], { bounds }: NelderMeadSettings): readonly number[] {
  if (bounds === null) return x;
  return x.map((value, d) => Math.min(Math.max(value, bounds[d]?.[0] ?? value), bounds[d]?.[1] ?? value));
}

function deviation(costs: readonly number[]): number {
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
  return Math.sqrt(costs.reduce((sum, cost) => sum + (cost - mean) ** 2, 0) / costs.length);
}
