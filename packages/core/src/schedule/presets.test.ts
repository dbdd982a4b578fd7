import { describe, expect, it } from "vitest";
import { advantagePresets, advantages } from "../advantage/index.ts";
import { checkProgram } from "../check/index.ts";
import { combinators } from "../combinator/index.ts";
import { initState, nextState, type ProgramState, type Runtime, type Scores, scoreBatch } from "../engine/index.ts";
import { makeLibrary } from "../piece/index.ts";
import { compileProgram, defineReward, type Program, term } from "../program/index.ts";
import { type Batch, makeBatch, type Rollout } from "../signal/index.ts";
import { schedulePresets, schedules } from "./index.ts";

const library = makeLibrary([...advantages, ...combinators, ...schedules], [...advantagePresets, ...schedulePresets]);
const runtime: Runtime = { clock: { now: () => 0, after: () => () => {} } };

/** A batch whose rollouts carry numbers, in groups of two. */
function batchOf(rows: readonly Readonly<Record<string, number>>[], step: number): Batch {
  const rollouts = rows.map(
    (item, i): Rollout => ({ id: `r${i}`, group: `g${i >> 1}`, item, prompt: [], completion: [] }),
  );
  return makeBatch(rollouts, step);
}

/** A term that reads a number of the row. */
function field(name: string) {
  return term((rollouts) => rollouts.map(({ item }) => (item as Record<string, number>)[name] as number), {
    range: [-100, 100],
  });
}

async function run(
  program: Program,
  rows: readonly Readonly<Record<string, number>>[],
  steps: number,
): Promise<{ scores: Scores; states: ProgramState[] }> {
  let state = initState(program);
  const states = [state];
  let scores: Scores | undefined;
  for (let step = 0; step < steps; step++) {
    const batch = batchOf(rows, step);
    scores = await scoreBatch(program, batch, { ...runtime, state });
    state = nextState(program, state, batch, scores);
    states.push(state);
  }
  return { scores: scores as Scores, states };
}

const value = (scores: Scores, name: string): number => scores.terms.get(name)?.signal.values[0] as number;

describe("schedules in a program", () => {
  it("weigh terms by the training step: structure first, content later (136 §Mechanism)", async () => {
    const program = compileProgram(
      defineReward({
        reward: "blend",
        terms: {
          tag: field("tag"),
          content: field("content"),
          w: { use: "cosine", from: 0.9, to: 0.1, steps: 100 },
        },
        total: "w * tag + (1 - w) * content",
      }),
      library,
    );
    const at = async (step: number) =>
      (await scoreBatch(program, batchOf([{ tag: 1, content: 0 }], step), runtime)).total.values[0];
    expect([await at(0), await at(50), await at(100), await at(400)]).toEqual([0.9, 0.5, 0.1, 0.1]);
  });

  it("move the input of another piece", async () => {
    const program = compileProgram(
      defineReward({
        reward: "moved",
        terms: {
          of: field("of"),
          switchAt: { use: "piecewise", segments: [{ until: 10, to: 0 }, { to: 1 }] },
          level: { use: "running-statistic", of: "where(switchAt > 0, of, 0)", memory: "all" },
        },
        total: "of - level",
      }),
      library,
    );
    const { scores } = await run(program, [{ of: 4 }, { of: 2 }], 12);
    expect([...scores.total.values]).toEqual([4 - 3 / 11, 2 - 3 / 11]);
  });

  it("hold two reward models at their proxy points, and give the KL what is left (055 §Mechanism)", async () => {
    const program = compileProgram(
      defineReward({
        reward: "mu-ppo",
        terms: {
          meteor: field("meteor"),
          intent: field("intent"),
          kl: field("kl"),
          m1: { use: "lagrange-multiplier", of: "meteor", bound: 0.238 },
          m2: { use: "lagrange-multiplier", of: "intent", bound: 0.44 },
        },
        total: "m1 * meteor + m2 * intent + (2 - m1 - m2) * kl",
      }),
      library,
    );
    const rows = [
      { meteor: 0.4, intent: 0.1, kl: -1 },
      { meteor: 0.6, intent: 0.3, kl: -2 },
    ];
    const { scores } = await run(program, rows, 2);
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const [m1, m2] = [sigmoid(-0.1 * (0.5 - 0.238) * 0.25), sigmoid(-0.1 * (0.2 - 0.44) * 0.25)];
    expect(value(scores, "m1")).toBeCloseTo(m1, 12);
    expect(value(scores, "m2")).toBeCloseTo(m2, 12);
    expect(m1).toBeLessThan(0.5);
    expect(m2).toBeGreaterThan(0.5);
    expect(scores.total.values[1]).toBeCloseTo(m1 * 0.6 + m2 * 0.3 - 2 * (2 - m1 - m2), 12);
  });

  it("weigh a main reward against its constraints, with a bootstrap (053 §Mechanism)", async () => {
    const shared = {
      use: "constraint-weight",
      of: ["lava", "idle", "success"],
      bounds: [0.02, 0.05, 0.9],
      kinds: ["upper", "upper", "lower"],
      bootstrap: 3,
    };
    const program = compileProgram(
      defineReward({
        reward: "dbs",
        terms: {
          main: field("main"),
          lava: field("lava"),
          idle: field("idle"),
          success: field("success"),
          w0: shared,
          w1: { ...shared, take: 1 },
          w2: { ...shared, take: 2 },
          w3: { ...shared, take: 3 },
        },
        total: "w0 * main - w1 * lava - w2 * idle + w3 * success",
      }),
      library,
    );
    const rows = [
      { main: 1, lava: 0, idle: 0, success: 0 },
      { main: 0, lava: 0, idle: 0, success: 1 },
    ];
    const { scores, states } = await run(program, rows, 30);
    const [w0, w1, w2, w3] = ["w0", "w1", "w2", "w3"].map((name) => value(scores, name)) as [
      number,
      number,
      number,
      number,
    ];
    const terms = (states[29] as ProgramState).terms;
    expect([terms.w1, terms.w2, terms.w3]).toEqual([terms.w0, terms.w0, terms.w0]);
    expect(w3).toBeGreaterThan(w1);
    expect(w0).toBe(w3);
    expect([...scores.total.values]).toEqual([w0, w3]);
    expect(w1 + w2 + w3).toBeLessThan(1);
  });

  it("adapt a coefficient for each band, by the rollouts that are in it (107 §Mechanism)", async () => {
    const program = compileProgram(
      defineReward({
        reward: "bands",
        terms: {
          count: field("count"),
          band: field("band"),
          easy: { use: "integral-controller", of: "count", target: 2, among: "band == 0", min: 0, max: 2 },
          hard: { use: "integral-controller", of: "count", target: 2, among: "band == 1", min: 0, max: 2 },
        },
        total: "count * where(band == 0, easy, hard)",
      }),
      library,
    );
    const { states } = await run(
      program,
      [
        { count: 4, band: 0 },
        { count: 1, band: 1 },
      ],
      1,
    );
    expect(states[1]?.terms).toMatchObject({ easy: { value: 0.6 }, hard: { value: 0.45 } });
  });

  it("give the same states in a second run, and move once for a step that is tried again", async () => {
    const program = compileProgram(
      defineReward({
        reward: "again",
        terms: {
          of: field("of"),
          mean: { use: "running-statistic", of: "of" },
          lambda: { use: "lagrange-multiplier", of: "of", bound: "mean", kind: "upper", squash: "softplus" },
        },
        total: "of * lambda",
      }),
      library,
    );
    const [first, second] = [
      await run(program, [{ of: 1 }, { of: 5 }], 5),
      await run(program, [{ of: 1 }, { of: 5 }], 5),
    ];
    expect(second.states).toEqual(first.states);
    const last = first.states.at(-1) as ProgramState;
    expect(nextState(program, last, batchOf([{ of: 9 }], 4), first.scores)).toBe(last);
  });

  it("pass the static checks, which know the range of the weighed term", () => {
    const program = compileProgram(
      defineReward({
        reward: "checked",
        terms: {
          of: field("of"),
          w: { use: "linear", from: 0, to: 1, steps: 500 },
          m: { use: "lagrange-multiplier", of: "of", bound: 0 },
        },
        total: "(w + m) * of",
      }),
      library,
    );
    expect(program.totalRange).toEqual({ min: -200, max: 200 });
    expect(checkProgram(program)).toEqual([]);
  });

  it.each(schedulePresets.map((preset) => [preset.name, preset] as const))(
    "has a preset %s that can be built",
    (_, preset) => {
      const { factory, options } = library.find(preset.name);
      const own = options.shape === "geometric" ? { ...options, from: 2 } : options;
      expect(factory(own).options).toMatchObject(options);
    },
  );
});
