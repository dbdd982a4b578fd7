import { describe, expect, it } from "vitest";
import { appGraph } from "./app-graph.ts";
import { checkEnvironment } from "./check-environment.ts";
import { vectorise } from "./vectorise.ts";

const [PAGES, ELEMENTS] = [10, 6];
const [BACK, FINISH] = [ELEMENTS, ELEMENTS + 1];

describe("appGraph", () => {
  it("keeps the promises of environments", () => {
    checkEnvironment((count) => vectorise(appGraph().dynamics, count));
    checkEnvironment((count) => vectorise(appGraph({ reward: "progress", elements: 3, app: 2 }).dynamics, count));
  });

  it("has shortest ways that fit together, and dead elements as many as asked", () => {
    const { leads, steps } = appGraph({ pages: 200, elements: 10, length: [1, 99] });
    let [dead, leaps] = [0, 0];
    for (const [i, to] of leads.entries()) {
      const from = Math.floor(i / 10);
      dead += Number(to === from);
      for (let goal = 0; goal < 200; goal++) {
        leaps += Number((steps[from * 200 + goal] as number) - (steps[to * 200 + goal] as number) > 1);
      }
    }
    // No element brings one nearer by more than a step.
    expect(leaps).toBe(0);
    // One of ten leads on in the ring: 0.9 · 0.35, with a deviation of 0.01.
    expect(Math.abs(dead / leads.length - 0.9 * 0.35)).toBeLessThan(0.04);
    expect(Math.min(...steps)).toBe(0);
  });

  it("has long ways where elements lead astray by a page or two", () => {
    const { steps, leads } = appGraph({ astray: 2, length: [7, 10] });
    expect(Math.max(...steps)).toBeGreaterThanOrEqual(7);
    for (const [i, to] of leads.entries()) expect([0, 1, 8, 9]).toContain((to - Math.floor(i / 6) + 10) % 10);
  });

  it("is solved in as many steps as the shortest way has, each nearer, then finished", () => {
    const { dynamics, leads, steps } = appGraph({ length: [2, 9], reward: "progress" });
    const environment = vectorise(dynamics, 1);
    for (let episode = 0; episode < 20; episode++) {
      const shown = environment.observations;
      let page = shown.indexOf(1);
      const goal = shown.indexOf(1, PAGES) - PAGES;
      const far = steps[page * PAGES + goal] as number;
      let earned = 0;
      for (let t = 0; t < far; t++) {
        const nearer = Array.from({ length: ELEMENTS }, (_, e) => e).find(
          (e) => steps[(leads[page * ELEMENTS + e] as number) * PAGES + goal] === far - t - 1,
        ) as number;
        environment.step([nearer]);
        page = leads[page * ELEMENTS + nearer] as number;
        earned += environment.rewards[0] as number;
        expect(environment.signals.nearer?.[0]).toBe(1);
        expect(environment.signals.left?.[0]).toBe(far - t - 1);
        expect(environment.observations[2 * PAGES + nearer]).toBe(1);
      }
      environment.step([FINISH]);
      expect(environment.signals.gold?.[0]).toBe(1);
      expect(environment.terminated[0]).toBe(1);
      expect(earned + (environment.rewards[0] as number)).toBeCloseTo(2, 12);
    }
  });

  it("tells wrong turns, dead elements and ways back, and pays nothing for finishing elsewhere", () => {
    const { dynamics, leads, steps } = appGraph({ app: 1 });
    const environment = vectorise(dynamics, 1);
    const tell = (): readonly (number | undefined)[] =>
      ["wrong-turn", "dead", "back", "finished", "gold"].map((name) => environment.signals[name]?.[0]);
    const seen = new Set<string>();
    for (let t = 0; t < 400; t++) {
      const page = environment.observations.indexOf(1);
      const goal = environment.observations.indexOf(1, PAGES) - PAGES;
      const element = t % ELEMENTS;
      const to = leads[page * ELEMENTS + element] as number;
      environment.step([element]);
      if (environment.truncated[0] === 1) continue;
      const isWrong = to !== page && (steps[to * PAGES + goal] as number) >= (steps[page * PAGES + goal] as number);
      expect(tell()).toEqual([Number(isWrong), Number(to === page), 0, 0, 0]);
      seen.add(isWrong ? "wrong" : to === page ? "dead" : "nearer");
      if (!isWrong) continue;
      environment.step([BACK]);
      if (environment.truncated[0] === 1) continue;
      expect(environment.observations.indexOf(1)).toBe(page);
      expect(tell()).toEqual([0, 0, 1, 0, 0]);
    }
    expect([...seen].sort()).toEqual(["dead", "nearer", "wrong"]);
    environment.reset(3);
    environment.step([FINISH]);
    expect([tell(), environment.rewards[0]]).toEqual([[0, 0, 0, 1, 0], 0]);
  });

  it("says how far apart pages are", () => {
    expect(() => appGraph({ length: [40, 50] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`length\` to fit pages of the app, of which the furthest are 4 steps apart, got 40 … 50.]`,
    );
  });

  it("is cut after its patience, and tells of the goal page where asked", () => {
    const { dynamics, leads, steps } = appGraph({ length: [2, 2], patience: 2, tellsArrival: true });
    checkEnvironment((count) => vectorise(dynamics, count));
    const environment = vectorise(dynamics, 1);
    // A task of two steps and finishing, twice as many actions: the sixth cuts.
    for (const cut of [0, 0, 0, 0, 0, 1, 0]) {
      environment.step([BACK]);
      expect(environment.truncated[0]).toBe(cut);
    }
    environment.reset(4);
    const told: number[] = [];
    for (let t = 0; t < 2; t++) {
      const [page, goal] = [environment.observations.indexOf(1), environment.observations.indexOf(1, PAGES) - PAGES];
      const left = steps[page * PAGES + goal] as number;
      const nearer = Array.from({ length: ELEMENTS }, (_, e) => e).find(
        (e) => steps[(leads[page * ELEMENTS + e] as number) * PAGES + goal] === left - 1,
      ) as number;
      told.push(environment.observations.at(-1) as number);
      environment.step([nearer]);
    }
    expect([...told, environment.observations.at(-1)]).toEqual([0, 0, 1]);
  });
});
