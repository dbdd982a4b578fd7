import { loadavg } from "node:os";
import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { fullSignal } from "@guerdon/core/signal";
import { transformerPolicy } from "../packages/lab/src/policy/index.ts";
import { adamw } from "../packages/lab/src/tensor/index.ts";
import { startTokenRun, type TokenTraining, worldSignal } from "../packages/lab/src/trainer/index.ts";
import { arithmeticThinking, type TokenWorld } from "../packages/lab/src/world/index.ts";
import { type Line, median, pythonLacks, report, runPython } from "./side-by-side.ts";

/**
 * GRPO on sums of three digits with room to think: from a short warm start to 90 % of held-out prompts, and the time of
 * an update beside TRL's GRPOTrainer with a model of the same size. Usage: lab-grpo.ts [SEEDS] [ROUNDS] [UPDATES]
 * [THREADS]; 0 seeds or 0 rounds leave a part out; threads of TRL are 1,2 unless told: on a loaded machine its two wait
 * for each other many times as long as they work
 */
const SEEDS = Number(process.argv[2] ?? 5);
const ROUNDS = Number(process.argv[3] ?? 3);
const UPDATES = Number(process.argv[4] ?? 20);
const THREADS = (process.argv[5] ?? "1,2").split(",").map(Number);
const GOAL = 0.9;
const HELD_OUT = 500;
const LOOK_EVERY = 10;
const [DIGITS, PROMPTS, PER_PROMPT] = [3, 16, 8];
/** Sizes that are measured; the first is the one that learns, the other shows how the ratio falls with size. */
const SIZES = [
  { width: 32, hidden: 128, layers: 2, heads: 4 },
  { width: 64, hidden: 256, layers: 2, heads: 4 },
] as const;

const library = makeLibrary([worldSignal, ...advantages], advantagePresets);
const signal = { use: "world-signal", level: "rollout" };
const program = compileProgram(
  { reward: "sum", terms: { correct: signal }, total: "correct", advantage: "grpo" },
  library,
);
/** TRL's reward: digits count a little, so that completions differ and there is a gradient to pull back. */
const differing = compileProgram(
  {
    reward: "sum",
    terms: { correct: signal, digits: signal },
    total: "correct + 0.01 * digits",
    advantage: "grpo",
  },
  library,
);

function trainingOf(size: (typeof SIZES)[number], warm: number): TokenTraining {
  return {
    world: warm === 0 ? countingDigits(arithmeticThinking({ digits: DIGITS })) : arithmeticThinking({ digits: DIGITS }),
    policy: transformerPolicy({ ...size, positions: "learnt" }),
    program: warm === 0 ? differing : program,
    objective: { clipHigh: 0.28 },
    optimiser: adamw(),
    learningRate: 1e-3,
    maxGradientNorm: 1,
    updates: 300,
    prompts: PROMPTS,
    perPrompt: PER_PROMPT,
    ...(warm === 0 ? {} : { warmStart: { updates: warm, batch: 64, learningRate: 8e-3 } }),
  };
}

/** The world with one more signal: how many tokens of each completion are digits. */
function countingDigits(world: TokenWorld): TokenWorld {
  const isDigit = world.vocabulary.map((word) => /^[0-9]$/.test(word));
  return {
    ...world,
    signals: (prompts, completions, layout) => {
      const { ids, maxTokens, lengths } = completions;
      const digits = new Float64Array(lengths.length);
      for (let i = 0; i < ids.length; i++) {
        const r = Math.floor(i / maxTokens);
        const isWritten = i - r * maxTokens < (lengths[r] as number);
        if (isWritten && isDigit[ids[i] as number]) digits[r] = (digits[r] as number) + 1;
      }
      return { ...world.signals(prompts, completions, layout), digits: fullSignal("rollout", digits) };
    },
  };
}

interface Learnt {
  readonly seed: number;
  readonly warmSeconds: number;
  /** Greedy, on held-out prompts. */
  readonly before: number;
  /** Completions drawn in the first update. */
  readonly drawnBefore: number;
  readonly after: number;
  readonly updates: number;
  /** Updates from rewards alone, compilation and looking at held-out prompts included. */
  readonly seconds: number;
  readonly curve: readonly (readonly [update: number, correct: number, thinking: number])[];
}

async function learn(seed: number): Promise<Learnt> {
  const warm = 350;
  const run = await startTokenRun(trainingOf(SIZES[0], warm), seed);
  const begun = performance.now();
  while (run.updates < warm) await run.update();
  const warmSeconds = (performance.now() - begun) / 1000;
  const before = (await run.evaluate(HELD_OUT)).correct as number;
  const curve: [number, number, number][] = [[0, before, 0]];
  const started = performance.now();
  let [after, drawnBefore] = [before, 0];
  while (run.updates < run.end && after < GOAL) {
    const metrics = await run.update();
    const update = run.updates - warm;
    if (update === 1) drawnBefore = metrics.correct as number;
    if (update % LOOK_EVERY !== 0) continue;
    after = (await run.evaluate(HELD_OUT)).correct as number;
    curve.push([update, after, metrics.thinking as number]);
  }
  const seconds = (performance.now() - started) / 1000;
  const updates = run.updates - warm;
  run.close();
  return { seed, warmSeconds, before, drawnBefore, after, updates, seconds, curve };
}

/** Milliseconds of each update from fresh weights, so that both sides write about as many tokens. */
async function ownUpdates(
  size: (typeof SIZES)[number],
  updates: number,
): Promise<{ ms: number[]; cpuMs: number; length: number; dead: number }> {
  const warmUp = 3;
  const run = await startTokenRun(trainingOf(size, 0), 1);
  const ms: number[] = [];
  let [length, dead] = [0, 0];
  let cpu = process.cpuUsage();
  for (let i = 0; i < updates + warmUp; i++) {
    if (i === warmUp) cpu = process.cpuUsage();
    const started = performance.now();
    const metrics = await run.update();
    if (i < warmUp) continue;
    ms.push(performance.now() - started);
    length += (metrics.length as number) / updates;
    dead += (metrics.deadGroups as number) / updates;
  }
  const { user, system } = process.cpuUsage(cpu);
  run.close();
  return { ms, cpuMs: (user + system) / 1000 / updates, length, dead };
}

interface TrlResult {
  readonly ms: readonly number[];
  /** Processor time of an update, all threads. */
  readonly cpuMs: number;
  readonly parameters: number;
  readonly length: number;
  readonly threads: number;
  readonly versions: { readonly [name: string]: string };
}

const raw: { load: readonly number[]; learnt: Learnt[]; sides: unknown[] } = { load: loadavg(), learnt: [], sides: [] };
const lines: Line[] = [];

for (let seed = 1; seed <= SEEDS; seed++) {
  const learnt = await learn(seed);
  raw.learnt.push(learnt);
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  console.log(
    `seed ${seed}: warm start ${learnt.warmSeconds.toFixed(1)} s to ${percent(learnt.before)} (drawn ${percent(learnt.drawnBefore)}); ${percent(learnt.after)} after ${learnt.updates} updates, ${learnt.seconds.toFixed(1)} s`,
  );
}
if (SEEDS > 0) {
  const seconds = raw.learnt.map((run) => run.seconds);
  const most = Math.max(...raw.learnt.map(({ before }) => before));
  const least = Math.min(...raw.learnt.map(({ after }) => after));
  lines.push({
    what: `GRPO, sums of three digits with room to think, ${SEEDS} seeds: exact on ${HELD_OUT} held-out prompts, greedy`,
    figure: `from at most ${(100 * most).toFixed(0)} % to at least ${(100 * least).toFixed(0)} %`,
    asked: "from ≤ 35 % to ≥ 90 %",
  });
  lines.push({
    what: "time of the updates from rewards until 90 %, median and longest of the seeds",
    figure: `${median(seconds).toFixed(1)} s, ${Math.max(...seconds).toFixed(1)} s`,
    asked: "≤ 60 s",
  });
  lines.push({
    what: "updates from rewards until 90 %; warm start before them (350 steps of 64 demonstrations)",
    figure: `${median(raw.learnt.map(({ updates }) => updates))}; ${median(raw.learnt.map(({ warmSeconds }) => warmSeconds)).toFixed(1)} s`,
  });
}

if (SEEDS > 0) report("lab-grpo", lines.splice(0), { load: raw.load, learnt: raw.learnt });

const lacking = ROUNDS > 0 ? pythonLacks("trl") : "skipped: no rounds beside TRL were asked for";
if (lacking !== undefined) console.log(lacking);
for (const size of lacking === undefined ? SIZES : []) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const own = await ownUpdates(size, UPDATES);
    const trl = THREADS.map((threads) => {
      const settings = {
        ...size,
        digits: DIGITS,
        prompts: PROMPTS,
        perPrompt: PER_PROMPT,
        updates: UPDATES,
        warmUp: 3,
        threads,
      };
      return runPython("lab-grpo.py", [JSON.stringify(settings)]) as TrlResult;
    });
    rounds.push({ own, trl });
    console.log(
      `width ${size.width}: ${median(own.ms).toFixed(0)} ms (${own.length.toFixed(1)} tokens, ${(100 * own.dead).toFixed(0)} % of groups without a gradient), TRL ${trl.map(({ ms, length, threads }) => `${median(ms).toFixed(0)} ms on ${threads} (${length.toFixed(1)} tokens)`).join(", ")}`,
    );
  }
  const own = rounds.map((round) => median(round.own.ms));
  const best = rounds.map((round) => Math.min(...round.trl.map(({ ms }) => median(ms))));
  const ratio = median(own.map((ms, i) => (best[i] as number) / ms));
  const cpu = median(rounds.map(({ own: { cpuMs }, trl }) => Math.min(...trl.map((side) => side.cpuMs)) / cpuMs));
  const { parameters } = (rounds[0] as (typeof rounds)[number]).trl[0] as TrlResult;
  lines.push({
    what: `an update of 16 × 8 completions, ${(parameters / 1000).toFixed(0)} thousand weights: ours on one thread, and TRL's GRPOTrainer on ${THREADS.join(" or ")}${THREADS.length > 1 ? ", whichever is faster" : ""}`,
    figure: `${median(own).toFixed(0)} ms, ${median(best).toFixed(0)} ms: ${ratio.toFixed(1)} × (by processor time ${cpu.toFixed(1)} ×)`,
    ...(size === SIZES[0] ? { asked: "≥ 2 ×" } : {}),
  });
  raw.sides.push({ size, rounds });
}
if (lines.length > 0) report("lab-grpo-speed", lines, { load: raw.load, sides: raw.sides });
