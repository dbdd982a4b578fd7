import { describe, expect, it } from "vitest";
import { appGraph } from "../environment/app-graph.ts";
import { selfImprovement } from "./self-improvement.ts";
import { type TaskPath, taskPaths } from "./task-paths.ts";
import { successShare, verifierScores } from "./verifier-scores.ts";
import { walk } from "./walk.ts";

const PAGES = 6;
const graph = appGraph({ pages: PAGES, elements: 4, length: [1, 4] });
const tasks = taskPaths(graph);
const all: readonly TaskPath[] = [...graph.steps.keys()]
  .map((i) => ({ goal: i % PAGES, pages: [Math.floor(i / PAGES)], actions: [] }))
  .filter((task) => tasks.left(task) > 0);

describe("taskPaths", () => {
  it("is done by the shortest way and finishing, as many steps as it is long", () => {
    for (const task of all) {
      const path = walk(tasks, task, tasks.gold, 20);
      expect([tasks.isSuccess(path), path.actions.length]).toEqual([true, tasks.left(task) + 1]);
      expect(tasks.isSuccess(tasks.go(task, tasks.finish))).toBe(false);
    }
  });

  it("shows page, goal and last action, and to a verifier the pages before", () => {
    const path = { goal: 2, pages: [4, 1, 3], actions: [0, 2] };
    const ones = (row: Float32Array): number[] => [...row.keys()].filter((i) => row[i] === 1);
    expect(ones(tasks.policyRow(path))).toEqual([3, PAGES + 2, 2 * PAGES + 2]);
    // Behind 17 numbers of the policy: five actions, then a page for each of the five steps before, the last one first.
    expect(ones(tasks.verifierRow(path, 4))).toEqual([3, 8, 14, 17 + 4, 22 + 1, 22 + PAGES + 4]);
    expect([tasks.policyInputs, tasks.verifierInputs]).toEqual([17, 17 + 5 + 5 * PAGES]);
  });
});

describe("verifierScores", () => {
  const judge = (isRight: (row: Float32Array) => boolean) => (row: ArrayLike<number>) =>
    Float64Array.of(0, Number(isRight(row as Float32Array)));

  it("is perfect for a verifier that knows when it is done, and blind for one that believes all", () => {
    const atGoal = (row: Float32Array): boolean => row.indexOf(1) === row.indexOf(1, PAGES) - PAGES;
    const knows = judge((row) => atGoal(row) && row[17 + 4] === 1);
    expect(verifierScores(tasks, knows, all)).toEqual({ outcomeF1: 1, stepPrecision: 1 });
    const { outcomeF1, stepPrecision } = verifierScores(
      tasks,
      judge(() => true),
      all,
    );
    expect(outcomeF1).toBeCloseTo(2 / 3, 12);
    expect(stepPrecision).toBeLessThan(0.5);
    expect(
      verifierScores(
        tasks,
        judge(() => false),
        all,
      ),
    ).toEqual({ outcomeF1: 0, stepPrecision: 1 });
  });
});

describe("selfImprovement", () => {
  const few = all.filter((task) => tasks.left(task) <= 2).slice(0, 8);
  const settings = { demonstrations: few, labelled: all, rounds: [all, all] };

  it("does more tasks after each search than the demonstrations taught", () => {
    const rounds = selfImprovement(tasks, settings, 2);
    const shares = rounds.map(({ policy }) => successShare(tasks, policy, all));
    expect(rounds).toHaveLength(3);
    expect(shares[2]).toBeGreaterThan((shares[0] as number) + 0.3);
    for (const { accepted, found, tasks: explored } of rounds.slice(1)) {
      expect(found).toBeLessThanOrEqual(accepted);
      expect(accepted).toBeLessThanOrEqual(explored);
      expect(found).toBeGreaterThan(explored / 2);
    }
  });

  it("takes as many steps by samples as by beams, and is the same for the same seed", () => {
    const [beams, again, samples] = [settings, settings, { ...settings, samples: true }].map((own) =>
      selfImprovement(tasks, { ...own, rounds: [few] }, 3),
    ) as [ReturnType<typeof selfImprovement>, ReturnType<typeof selfImprovement>, ReturnType<typeof selfImprovement>];
    expect(samples[1]?.steps).toBe(beams[1]?.steps);
    expect(again[1]?.found).toBe(beams[1]?.found);
    expect(successShare(tasks, again[1]?.policy as never, all)).toBe(
      successShare(tasks, beams[1]?.policy as never, all),
    );
  });
});
