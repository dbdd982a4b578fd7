import { existsSync, readFileSync } from "node:fs";
import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { credits } from "@guerdon/core/credit";
import { makeLibrary } from "@guerdon/core/piece";
import { schedulePresets, schedules } from "@guerdon/core/schedule";
import { startRunOf } from "@guerdon/lab/run";
import { worldSignal } from "@guerdon/lab/trainer";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/**
 * PPO on MuJoCo's hopper, reacher and inverted pendulum for 1 M steps with the settings of CleanRL's
 * `ppo_continuous_action.py`, and the same by Stable-Baselines3: mean return of the last 100 episodes of training, and
 * steps per second. Runs that the results file already has at as many steps are kept.
 *
 * Usage: lab-mujoco.ts [SEEDS] [UPDATES] [TASK…]
 */
const [SEEDS, UPDATES] = [Number(process.argv[2] ?? 3), Number(process.argv[3] ?? 488)];
const STEPS = 2048;
const NAMES = process.argv.slice(4);

interface Task {
  readonly name: string;
  readonly use: string;
  /** What is asked for and where it was published. */
  readonly asked: string;
  readonly python: boolean;
}

/**
 * Published for PPO at 1 M steps on the -v2 models, said before anything was measured: CleanRL's and OpenAI Baselines'
 * tables as CleanRL's docs/rl-algorithms/ppo.md has them, the others as Tianshou's examples/mujoco/README.md.
 */
const TASKS: readonly Task[] = [
  { name: "Hopper-v5", use: "hopper", asked: "within 2231 ± 657 (CleanRL); 2519 ± 850 OpenAI Baselines", python: true },
  {
    name: "Reacher-v5",
    use: "reacher",
    asked: "-7 to -4: PPO paper -7, OpenAI Baselines -6, Tianshou -4.1",
    python: true,
  },
  {
    name: "InvertedPendulum-v5",
    use: "inverted-pendulum",
    asked: "≥ 861 (CleanRL at 8 M); OpenAI Baselines 940",
    python: false,
  },
];

/** One run: mean return of the last 100 episodes after each update. */
interface Curve {
  readonly seed: number;
  readonly curve: readonly (readonly [steps: number, value: number])[];
  readonly played: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

interface Round {
  readonly task: string;
  readonly seed: number;
  readonly lab: Curve;
  readonly python?: Curve;
}

const library = makeLibrary(
  [worldSignal, ...credits, ...advantages, ...schedules],
  [...advantagePresets, ...schedulePresets],
);

async function lab({ use }: Task, seed: number): Promise<Curve> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const run = await startRunOf("policy-gradient", library)(
    {
      environment: { use, copies: 1, clipActions: true, scaleRewards: { discount: 0.99 }, normaliseObservations: {} },
      policy: { use: "mlp", hidden: [64, 64] },
      ...{ steps: STEPS, updates: UPDATES, epochs: 10, minibatch: 64, normalise: true },
      ...{ gamma: 0.99, lambda: 0.95, clip: 0.2, critic: { coef: 0.25, clip: 0.2 }, maxGradientNorm: 0.5 },
      learningRate: { use: "anneal", from: 3e-4, to: 0, steps: UPDATES },
    },
    seed,
  );
  const curve: [number, number][] = [];
  while (run.updates < run.end) {
    const metrics = await run.update();
    if (metrics.return !== undefined) curve.push([metrics.steps as number, Math.round(1e3 * metrics.return) / 1e3]);
  }
  run.close();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - started) / 1000;
  return { seed, curve, played: STEPS * UPDATES, seconds, cpuSeconds: (user + system) / 1e6 };
}

/** Rounds of earlier runs with as many steps. */
function kept(): readonly Round[] {
  const path = new URL("./results/lab-mujoco.json", import.meta.url);
  if (!existsSync(path)) return [];
  const { raw } = JSON.parse(readFileSync(path, "utf8")) as { readonly raw: readonly Round[] };
  return raw.filter((round) => round.lab.played === STEPS * UPDATES);
}

const lacks = pythonLacks("stable_baselines3");
const rounds: Round[] = [...kept()];
for (const task of TASKS.filter(({ name }) => NAMES.length === 0 || NAMES.includes(name))) {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const at = rounds.findIndex((round) => round.task === task.name && round.seed === seed);
    const own = rounds[at]?.lab ?? (await lab(task, seed));
    const python =
      rounds[at]?.python ??
      (task.python && lacks === undefined
        ? (runPython("lab-mujoco.py", [task.name, `${seed}`, `${STEPS * UPDATES}`]) as Curve)
        : undefined);
    const round: Round = { task: task.name, seed, lab: own, ...(python === undefined ? {} : { python }) };
    if (at < 0) rounds.push(round);
    else rounds[at] = round;
    console.log(JSON.stringify(round));
  }
}

function last({ curve }: Curve): number {
  return curve.at(-1)?.[1] as number;
}

function figureOf(curves: readonly Curve[]): string {
  const values = curves.map(last);
  const rate = (read: (curve: Curve) => number): string =>
    Math.round(median(curves.map((curve) => curve.played / read(curve)))).toLocaleString("en-US");
  return [
    `median ${median(values).toFixed(1)}, ${curves.length} seeds from ${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`,
    `${rate(({ seconds }) => seconds)} steps/s, ${rate(({ cpuSeconds }) => cpuSeconds)} per second of processor`,
  ].join("; ");
}

report(
  "lab-mujoco",
  TASKS.flatMap(({ name, asked }) => {
    const own = rounds.filter((round) => round.task === name);
    const theirs = own.flatMap(({ python }) => (python === undefined ? [] : [python]));
    if (own.length === 0) return [];
    const what = `PPO on ${name}, ${(STEPS * UPDATES).toLocaleString("en-US")} steps, return of the last 100 episodes`;
    return [
      { what, figure: figureOf(own.map((round) => round.lab)), asked },
      ...(theirs.length === 0 ? [] : [{ what: "the same by Stable-Baselines3", figure: figureOf(theirs) }]),
    ];
  }),
  rounds,
);
