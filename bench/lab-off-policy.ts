import { cartPole, type Environment, pendulum, vectorise } from "@guerdon/lab/environment";
import {
  type ActorCriticSettings,
  actorCritic,
  evaluateAgent,
  type MakeAgent,
  qLearner,
  startOffPolicyRun,
} from "@guerdon/lab/trainer";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/**
 * Learning from a memory to a greedy mean return over 16 episodes: values of actions on CartPole-v1 to 475, actors with
 * critics on Pendulum-v1 to −200. It is evaluated after every 100 steps of the copies, outside the time; the first
 * evaluation that meets the threshold counts. Usage: lab-off-policy.ts [SEEDS]
 */
const SEEDS = Number(process.argv[2] ?? 3);
const EPISODES = 16;

interface Task {
  readonly what: string;
  readonly make: (count: number) => Environment;
  readonly count: number;
  readonly agent: MakeAgent;
  readonly threshold: number;
  readonly discount: number;
  readonly learnSteps: number;
  /** The same in Stable-Baselines3, with the same hyper-parameters. */
  readonly python?: string;
}

interface Solved {
  readonly seed: number;
  /** Of learning, without the evaluations. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Steps of the environment until the threshold was met; null when it was not. */
  readonly steps: number | null;
  readonly best: number;
}

const actor = { targetRate: 0.01, learningRate: 2e-3 } as const;
const soft: ActorCriticSettings = { ...actor, draws: true, temperature: { start: 1, learningRate: 2e-3 } };
const twin: ActorCriticSettings = {
  ...{ ...actor, draws: false, noise: 0.1, slowActor: true, climbs: "first", actorEvery: 2 },
  smoothing: { deviation: 0.2, limit: 0.5 },
};
const swingUp = {
  make: (count: number) => vectorise(pendulum(), count),
  ...{ count: 2, threshold: -200, discount: 0.98, learnSteps: 1 },
};
const tasks: readonly Task[] = [
  {
    what: "CartPole-v1 to 475: double values, slow copy",
    make: (count) => vectorise(cartPole(), count),
    agent: qLearner({
      ...{ double: true, learningRate: 1e-3, huber: 1, maxGradientNorm: 10, exploration: 0.1 },
      target: { rate: 0.01, every: 1 },
    }),
    ...{ count: 8, threshold: 475, discount: 0.99, learnSteps: 4 },
  },
  {
    what: "Pendulum-v1 to −200: an actor that draws, learnt temperature",
    agent: actorCritic(soft),
    ...swingUp,
    python: "SAC",
  },
  {
    what: "Pendulum-v1 to −200: twin critics, smoothed targets, slow actor",
    agent: actorCritic(twin),
    ...swingUp,
    python: "TD3",
  },
];

async function solve({ make, count, agent, threshold, discount, learnSteps }: Task, seed: number): Promise<Solved> {
  const updates = 80;
  const evaluation = { environment: make(count), episodes: EPISODES / count };
  const run = await startOffPolicyRun(
    {
      ...{ environment: make(count), agent, discount, learnSteps },
      ...{ steps: 100, updates, memory: 10_000, batch: 64, warmup: 200 },
    },
    seed,
  );
  let [seconds, cpuSeconds, best]: [number, number, number] = [0, 0, Number.NEGATIVE_INFINITY];
  let steps: number | null = null;
  while (steps === null && run.updates < updates) {
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    const metrics = await run.update();
    const { user, system } = process.cpuUsage(cpu);
    seconds += (performance.now() - started) / 1000;
    cpuSeconds += (user + system) / 1e6;
    const value = evaluateAgent(run.agent, evaluation, seed)["evaluation.return"] as number;
    best = Math.max(best, value);
    if (value >= threshold) steps = metrics.steps as number;
  }
  return { seed, seconds, cpuSeconds, steps, best };
}

const lacks = pythonLacks("stable_baselines3");
interface Round {
  readonly what: string;
  readonly solved: readonly Solved[];
  readonly python: readonly Solved[];
}
const rounds: Round[] = [];
for (const task of tasks) {
  const [solved, python]: [Solved[], Solved[]] = [[], []];
  for (let seed = 1; seed <= SEEDS; seed++) {
    solved.push(await solve(task, seed));
    const asks = task.python !== undefined && lacks === undefined;
    if (asks) python.push(runPython("lab-off-policy.py", [task.python, `${seed}`]) as Solved);
    console.log(JSON.stringify({ what: task.what, lab: solved.at(-1), python: python.at(-1) }));
  }
  rounds.push({ what: task.what, solved, python });
}

const of = (solved: readonly Solved[], read: (one: Solved) => number): number => median(solved.map(read));
const counted = (steps: number): string => (Number.isFinite(steps) ? steps.toLocaleString("en-US") : "not met");
const figureOf = (solved: readonly Solved[]): string =>
  [
    `${counted(of(solved, ({ steps }) => steps ?? Number.POSITIVE_INFINITY))} steps`,
    `${of(solved, ({ seconds }) => seconds).toFixed(1)} s`,
    `${of(solved, ({ cpuSeconds }) => cpuSeconds).toFixed(1)} s of processor`,
  ].join(", ");
report(
  "lab-off-policy",
  rounds.flatMap(({ what, solved, python }) => [
    { what: `${what}, median of ${SEEDS} seeds`, figure: figureOf(solved) },
    ...(python.length === 0
      ? []
      : [
          { what: "the same by Stable-Baselines3 with equal hyper-parameters", figure: figureOf(python) },
          {
            what: "processor seconds against it",
            figure: `${(of(python, ({ cpuSeconds }) => cpuSeconds) / of(solved, ({ cpuSeconds }) => cpuSeconds)).toFixed(1)} × fewer`,
          },
        ]),
  ]),
  rounds,
);
