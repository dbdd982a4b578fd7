import type { Library } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { potential } from "@guerdon/core/shaper";
import { flatLayout, fullSignal } from "@guerdon/core/signal";
import {
  congestionGame,
  exploredProcess,
  gridWorld,
  keyRoomMap,
  type ProcessWorld,
  questGrid,
  type TerrainGrid,
  terrainGrid,
  vectorise,
} from "@guerdon/lab/environment";
import {
  evaluatePolicy,
  featureReward,
  maximinPolicy,
  occupancyOf,
  optimalActions,
  rewardPosterior,
  valueIteration,
  withClock,
  withReward,
} from "@guerdon/lab/solver";
import { normalAt } from "@guerdon/lab/tensor";
import { startIndependentLearners, startProcessQLearning } from "@guerdon/lab/trainer";
import { defineRecipe, defineStudy, type Recipe, type RunArm, usedPiece } from "./harness/index.ts";

const DISCOUNT = 0.98;
const options = { discount: DISCOUNT, maxSteps: 400 };
const rows = (row: string, count: number): readonly string[] => new Array<string>(count).fill(row);

const WORLDS = {
  open: gridWorld(["S...........", ...rows("............", 10), "...........G"], options),
  /** The goal behind the corner of a wall. */
  wall: gridWorld(
    ["S...........", ...rows("............", 2), ...rows("..........#.", 7), "..#########.", "...........G"],
    options,
  ),
  /** The goal beside a ring. */
  ring: gridWorld([".....#", ".###.#", "S###.G", ".###.#", ".....#"], options),
  "key and door": exploredProcess(questGrid(keyRoomMap(0, 6)), { discount: DISCOUNT }),
} as const;
type GridName = "open" | "wall" | "ring";

/** [S] of each cell that is no wall, 0 where an episode is over. */
const potentialOf = (grid: GridName, of: (down: number, right: number) => number): readonly number[] => {
  const { stateAt, ends } = WORLDS[grid];
  const values = stateAt.flatMap((row, y) => row.flatMap((state, x) => (state < 0 ? [] : [of(11 - y, 11 - x)])));
  return values.map((value, state) => (ends[state] === 1 ? 0 : value));
};
const POTENTIALS = {
  open: potentialOf("open", (down, right) => 1 - (down + right) / 22),
  wall: potentialOf("wall", (down, right) => 3 * (1 - Math.hypot(down, right) / Math.hypot(11, 11))),
};

/** The world with what the piece pays for each transition; nothing once an episode is over. */
function shaped<W extends ProcessWorld>(world: W, phi: ArrayLike<number>, library: Library, gamma = DISCOUNT): W {
  const { process, ends } = world;
  const before = withReward(process, (state) => phi[state] as number).gain;
  const after = withReward(process, (_, __, next) => phi[next] as number).gain;
  const layout = {
    ...flatLayout([before.length]),
    stepOffsets: Int32Array.from({ length: before.length + 1 }, (_, k) => k),
  };
  const piece = usedPiece(library, { use: "potential", gamma });
  const { values } = piece.apply([fullSignal("step", before), fullSignal("rollout", after)], layout);
  const paidFor = (state: number, way: number): number => (ends[state] === 1 ? 0 : (values[way] as number));
  return { ...world, process: withReward(process, (state, _, __, paid, way) => paid + paidFor(state, way)) };
}

interface Learning {
  readonly grid: "open" | "wall";
  readonly shaping: "none" | "potential" | "first values";
  readonly updates: number;
}
const learn: RunArm<Learning> = async ({ grid, shaping, updates }, seed, library) => {
  const [world, phi] = [WORLDS[grid], POTENTIALS[grid]];
  return startProcessQLearning(
    {
      world: shaping === "potential" ? shaped(world, phi, library) : world,
      task: world.process,
      ...(shaping === "first values"
        ? { initial: world.process.reward.map((_, pair) => phi[Math.floor(pair / 4)] as number) }
        : {}),
      exploration: 0.1,
      rate: 0.3,
      episodes: 1,
      updates,
    },
    seed,
  );
};

const learning = defineStudy({
  about:
    "Q-learning (ε 0.1, α 0.3, γ 0.98) on 12 × 12 cells with a sparse goal; open with a Manhattan potential, walled with a Euclidean one.",
  run: learn,
  settings: { grid: "open" as Learning["grid"], shaping: "none" as Learning["shaping"], updates: 500 },
  arms: {
    open: {},
    "open, potential": { shaping: "potential" },
    "open, first values": { shaping: "first values" },
    wall: { grid: "wall" },
    "wall, misleading": { grid: "wall", shaping: "potential" },
  },
  seeds: 10,
  metrics: ["share", "late", "trace"],
  smoke: { updates: 3 },
  treatment: "open, potential",
  control: "open",
  claims: [
    {
      says: "With the Manhattan potential 90 % of the best return is had after at most 0.4 of the episodes.",
      source: "§Experiment check 1",
      central: true,
      holds: (s) => s.mean("open, potential", "late") <= 0.4 * s.mean("open", "late"),
    },
    {
      says: "The misleading potential takes at least 1.3 times as many episodes, and the return at the end is the same within 2 %.",
      source: "§Experiment check 4",
      swap: { "wall, misleading": "wall" },
      holds: (s) =>
        s.mean("wall, misleading", "late") >= 1.3 * s.mean("wall", "late") &&
        Math.abs(s.mean("wall, misleading", "share") - s.mean("wall", "share")) <= 0.02,
    },
    {
      says: "A potential takes the very same actions as its values in the table at the start, in all 500 episodes.",
      source: "§Experiment check 5",
      swap: { "open, first values": "open" },
      holds: (s) => {
        const [one, other] = [s.curves("open, potential", "trace"), s.curves("open, first values", "trace")];
        return one.every(({ values }, seed) => values.every((trace, k) => trace === other[seed]?.values[k]));
      },
    },
  ],
  plot: { metric: "share" },
});

type Form = "potential" | "of time" | "other discount" | "end kept";

/** Draws of a random potential after which other actions are the best, in any of the worlds. */
const violate: RunArm<{ form: Form; draws: number }> = ({ form, draws }, seed, library) => {
  const period = form === "of time" ? 3 : 1;
  const changes = Object.values(WORLDS).flatMap((world, w) => {
    const process = withClock(world.process, period);
    const ends = Float64Array.from(
      { length: process.states },
      (_, state) => world.ends[Math.floor(state / period)] as number,
    );
    const best = optimalActions(process);
    return Array.from({ length: draws }, (_, draw) => {
      const key = streamKey(seed, `087 potential ${w} ${draw}`);
      const phi = ends.map((isEnd, state) => (isEnd === 1 && form !== "end kept" ? 0 : normalAt(key, state)));
      const moved = shaped({ ...world, process, ends }, phi, library, form === "other discount" ? 0.9 : DISCOUNT);
      return optimalActions(moved.process).some(
        (is, pair) => is !== best[pair] && ends[Math.floor(pair / process.actions)] === 0,
      );
    });
  });
  return { violations: changes.filter(Boolean).length };
};

const invariance = defineStudy({
  about:
    "200 random potentials on four worlds (open, walled, ring, key and door): are the sets of best actions what they were, by value iteration?",
  run: violate,
  settings: { form: "potential" as Form, draws: 5 },
  arms: {
    potential: {},
    "of time": { form: "of time" },
    "other discount": { form: "other discount" },
    "end kept": { form: "end kept" },
  },
  seeds: 10,
  metrics: ["violations"],
  smoke: { draws: 1 },
  treatment: "potential",
  control: "other discount",
  claims: [
    {
      says: "No potential moves a best action, nor does one that changes with time.",
      source: "§Experiment check 2",
      central: true,
      swap: { potential: "other discount", "of time": "end kept" },
      holds: (s) => s.mean("potential", "violations") === 0 && s.mean("of time", "violations") === 0,
    },
    {
      says: "With another discount in the shaping, or a potential kept where an episode ends, best actions move in every seed.",
      source: "§Pitfalls",
      swap: { "other discount": "potential", "end kept": "of time" },
      holds: (s) =>
        ["other discount", "end kept"].every(
          (arm) => s.mean(arm, "violations") > 0 && s.values(arm, "violations").every((count) => count > 0),
        ),
    },
  ],
});

/** What the best policy of a shaped ring earns of the task. */
const farm: RunArm<{ bonus: "none" | "one-sided" | "potential" }> = ({ bonus }, _, library) => {
  const world = WORLDS.ring;
  const { values } = valueIteration(world.process);
  const steps = values.map((value) => (value === 0 ? 0 : 1 + Math.log(value) / Math.log(DISCOUNT)));
  const { process } = world;
  const approach = withReward(
    process,
    (state, _, next, paid) => paid + 0.3 * Math.max(0, (steps[state] as number) - (steps[next] as number)),
  );
  const paid = {
    none: process,
    "one-sided": approach,
    potential: shaped(
      world,
      steps.map((d) => -0.3 * d),
      library,
    ).process,
  }[bonus];
  const earned = evaluatePolicy(process, valueIteration(paid).policy, world.start).values;
  const at = Array.from(world.start).indexOf(1);
  return { share: (earned[at] as number) / (values[at] as number) };
};

const farming = defineStudy({
  about: "A goal beside a ring, and 0.3 for each step nearer to it: what does the best policy earn of the task?",
  run: farm,
  settings: { bonus: "potential" as "none" | "one-sided" | "potential" },
  arms: { plain: { bonus: "none" }, "one-sided": { bonus: "one-sided" }, potential: {} },
  seeds: 1,
  metrics: ["share"],
  smoke: {},
  treatment: "potential",
  control: "one-sided",
  claims: [
    {
      says: "Paid for approaching alone the best policy circles and earns at most 0.1; as a potential it earns all there is.",
      source: "§Experiment check 3",
      central: true,
      holds: (s) => s.mean("one-sided", "share") <= 0.1 && s.mean("potential", "share") > 1 - 1e-9,
    },
  ],
});

const share: RunArm<{
  agents: number;
  routes: number;
  capacity: number;
  reward: string | null;
  updates: number;
}> = async ({ reward, updates, ...game }, seed) =>
  startIndependentLearners(
    {
      environment: vectorise(congestionGame(game), 1),
      ...(reward === null ? {} : { reward }),
      exploration: 0.1,
      rate: 0.3,
      steps: 50,
      updates,
    },
    seed,
  );
const crowd = { agents: 50, routes: 5, capacity: 2 };

const congestion = defineStudy({
  about:
    "Routes that get worse for all who take them; each agent learns by itself (ε 0.1, α 0.3) from what all earn, or from the difference it makes.",
  run: share,
  settings: { agents: 2, routes: 2, capacity: 1, reward: null as string | null, updates: 40 },
  arms: {
    "two, common": {},
    "two, difference": { reward: "difference" },
    "crowd, common": crowd,
    "crowd, difference": { ...crowd, reward: "difference" },
  },
  seeds: 10,
  metrics: ["reward"],
  smoke: { updates: 2 },
  treatment: "crowd, difference",
  control: "crowd, common",
  claims: [
    {
      says: "Difference rewards end at least 10 % above the common one, among fifty agents.",
      source: "§Experiment check 6",
      holds: (s) => s.mean("crowd, difference", "reward") >= 1.1 * s.mean("crowd, common", "reward"),
    },
  ],
  plot: { metric: "reward" },
});

/** Goal, dirt, grass and lava. */
const KINDS = "G.,L";
/** What a designer wrote who has seen no lava. */
const PROXY = [1, -0.1, -0.3, 0];

/** A 7 × 7 map of dirt and grass by the seed, with or without a block of lava that can be gone around. */
const terrainOf = (seed: number, hasLava: boolean): TerrainGrid => {
  const key = streamKey(seed, "087 terrain");
  const [top, left] = [1 + Math.floor(3 * uniformAt(key, 100)), 1 + Math.floor(3 * uniformAt(key, 101))];
  const letterAt = (y: number, x: number): string => {
    if (y + x === 0 || y + x === 12) return y === 0 ? "S" : "G";
    if (hasLava && y >= top && y < top + 3 && x >= left && x < left + 3) return "L";
    return uniformAt(key, 7 * y + x) < 0.3 ? "," : ".";
  };
  const side = [0, 1, 2, 3, 4, 5, 6];
  return terrainGrid(
    side.map((y) => side.map((x) => letterAt(y, x)).join("")),
    KINDS,
    { discount: 0.95 },
  );
};

/** [S·A] discounted visits of the best policy for the proxy. */
const proxyVisits = ({ process, start, features }: TerrainGrid): Float64Array => {
  const wanted = { ...process, reward: featureReward(features, PROXY) };
  return occupancyOf(wanted, valueIteration(wanted).policy, start);
};
const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);

const plan: RunArm<{ by: "proxy" | "posterior"; weights: number }> = async ({ by, weights }, seed) => {
  const [seen, met] = [terrainOf(seed, false), terrainOf(seed, true)];
  const lava = met.features[3] as Float64Array;
  if (by === "proxy") return { lava: dot(proxyVisits(met), lava) };
  const key = streamKey(seed, "087 weights");
  const candidates = Array.from({ length: weights }, (_, n) => PROXY.map((__, f) => normalAt(key, 4 * n + f)));
  const { process, start, features } = seen;
  const posterior = rewardPosterior({ process, start, features, proxy: PROXY, candidates, rationality: 5 });
  const meant = candidates.filter((_, n) => (posterior[n] as number) >= 1 / weights);
  const known = proxyVisits(seen);
  const { visits } = await maximinPolicy(
    met.process,
    met.start,
    meant.map((own) => featureReward(met.features, own)),
    meant.map((own) => dot(known, featureReward(features, own))),
  );
  return { lava: dot(visits, lava) };
};
const avoided = (lava: readonly number[]): number => lava.filter((visits) => visits < 0.5).length;

const sideEffects = defineStudy({
  about:
    "Ten maps of dirt and grass with lava that the designer's map did not have: plans for the proxy, and for the worst of what may have been meant.",
  run: plan,
  settings: { by: "posterior" as "proxy" | "posterior", weights: 200 },
  arms: { proxy: { by: "proxy" }, posterior: {} },
  seeds: 10,
  metrics: ["lava"],
  smoke: { weights: 10 },
  treatment: "posterior",
  control: "proxy",
  claims: [
    {
      says: "Planned for the worst of the posterior lava is avoided (less than half a discounted step) in at least nine of ten maps, planned for the proxy in at most three.",
      source: "§Experiment check 7",
      holds: (s) => {
        s.difference("proxy", "posterior", "lava");
        return avoided(s.values("posterior", "lava")) >= 9 && avoided(s.values("proxy", "lava")) <= 3;
      },
    },
  ],
});

export const recipe: Recipe = defineRecipe({
  paper: "087",
  title: "A bench that every shaping has to pass",
  mechanism:
    "Shaping by a potential, γΦ(s′) − Φ(s) with Φ = 0 where an episode ends, telescopes: values move by Φ and best actions " +
    "do not, whatever Φ is and however it changes with time. In a table it is the same as starting from Φ. A good Φ is " +
    "learnt from at once, a misleading one has to be unlearnt. A bonus for approaching alone does not telescope, and is farmed.",
  pieces: [potential],
  budgetSeconds: 60,
  studies: { learning, invariance, farming, congestion, sideEffects },
  findings:
    "The misleading potential takes 1.6 times as many episodes (194 for 122), and then ends above the unshaped learner: 0.996 " +
    "of the best return for 0.965. Its values are above what there is to earn, so that the table tries everything; the " +
    "unshaped one settles on detours of two or four steps, each of them 4 % of the discounted return, and ε = 0.1 does not " +
    "lead it out within 2000 episodes (0.970, seeds 100 … 109). So the returns are 3 % apart, and not 2 %, to the credit of " +
    "the shaping. A potential kept at the end moves best actions where it makes the goal worse than going on: in nine of ten " +
    "seeds and not in all, 1.9 of 20 potentials in the mean; another discount does so with every potential.",
  differences: [
    "The wall is a corner before the goal, and its potential has three times the scale of the open grid's, set on seeds 100 … 102.",
    "Actions that are alike within 1e-9 are taken evenly; episodes are cut off after 400 steps.",
    "Difference rewards (check 6) are claimed of fifty agents on five routes: of two agents the difference is the common reward less a constant.",
    "Inverse reward design (check 7): 200 weights from a normal prior, those no less likely than before are kept; each is compared with what the proxy's plan earned on the designer's map. Rationality 5, the maps, and half a step as the bound were set on seeds 100 … 109.",
  ],
});
