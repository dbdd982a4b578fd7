import { describe, expect, it } from "vitest";
import { type NelderMeadSettings, type NelderMeadState, nelderMead } from "./nelder-mead.ts";

type Cost = (x: readonly number[]) => number;
const first = (x: readonly number[], d = 0): number => x[d] as number;

function searched(
  cost: Cost,
  corners: readonly (readonly number[])[],
  settings: Partial<NelderMeadSettings>,
): NelderMeadState {
  let state = nelderMead.init(corners, settings);
  for (let at = nelderMead.ask(state); at !== undefined; at = nelderMead.ask(state)) {
    state = nelderMead.tell(JSON.parse(JSON.stringify(state)), cost(at));
  }
  return state;
}

/** The points asked for, given the costs told in order. */
function asked(corners: readonly (readonly number[])[], costs: readonly number[]): (readonly number[] | undefined)[] {
  let state = nelderMead.init(corners, { cacheTolerance: -1, tolerance: 0 });
  return costs.map((cost) => {
    state = nelderMead.tell(state, cost);
    return nelderMead.ask(state);
  });
}

describe("nelderMead", () => {
  it("asks for the corners, then reflects the worst through the others' centre (by hand)", () => {
    expect(nelderMead.ask(nelderMead.init([[0], [1]]))).toEqual([0]);
    expect(
      asked(
        [
          [0, 0],
          [2, 0],
          [0, 2],
        ],
        [1, 2, 3],
      ),
    ).toEqual([
      [2, 0],
      [0, 2],
      [2, -2],
    ]);
  });

  it.each([
    ["expands a reflection that is the best", 0, [3, -4]],
    ["reflects anew after one that is better than the second worst", 1.5, [0, -2]],
    ["contracts towards a reflection that is worse than the second worst", 2.5, [1.5, -1]],
    ["contracts towards the worst when the reflection is worse still", 9, [0.5, 1]],
    ["contracts towards the worst when the reflection is as bad", 3, [0.5, 1]],
    ["contracts outside when the reflection is as good as the second worst", 2, [1.5, -1]],
  ])("%s (by hand)", (_, cost, next) => {
    expect(
      asked(
        [
          [0, 0],
          [2, 0],
          [0, 2],
        ],
        [1, 2, 3, cost],
      ).at(-1),
    ).toEqual(next);
  });

  it("keeps the better of reflection and expansion, and shrinks towards the best when a contraction fails (by hand)", () => {
    const corners = [
      [0, 0],
      [2, 0],
      [0, 2],
    ];
    const kept = (costs: readonly number[]): readonly (readonly number[])[] => {
      let state = nelderMead.init(corners, { cacheTolerance: -1, tolerance: 0 });
      for (const cost of costs) state = nelderMead.tell(state, cost);
      return state.simplex.map(({ x }) => x);
    };
    expect(kept([1, 2, 3, 0, -1])).toEqual([
      [3, -4],
      [0, 0],
      [2, 0],
    ]);
    expect(kept([1, 2, 3, 0, 0.5])).toEqual([
      [2, -2],
      [0, 0],
      [2, 0],
    ]);
    expect(asked(corners, [1, 2, 3, 9, 9]).at(-1)).toEqual([1, 0]);
    expect(asked(corners, [1, 2, 3, 9, 9, 2]).at(-1)).toEqual([0, 1]);
  });

  it("finds the least of a bowl and of Rosenbrock's valley, going on from JSON", () => {
    const settings = { tolerance: 1e-12, cacheTolerance: -1, maxEvaluations: 1000 };
    const bowl = searched(
      (x) => (first(x) - 3) ** 2 + 10 * (first(x, 1) + 1) ** 2,
      [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      settings,
    );
    expect(nelderMead.best(bowl)?.x.map((value) => value.toFixed(3))).toEqual(["3.000", "-1.000"]);
    const valley: Cost = (x) => (1 - first(x)) ** 2 + 100 * (first(x, 1) - first(x) ** 2) ** 2;
    const found = nelderMead.best(
      searched(
        valley,
        [
          [-1.2, 1],
          [0, 1],
          [-1.2, 2],
        ],
        settings,
      ),
    );
    expect(found?.x.map((value) => value.toFixed(3))).toEqual(["1.000", "1.000"]);
  });

  it("does not ask again for a point it has evaluated (055 §Mechanism)", () => {
    const seen: string[] = [];
    const state = searched(
      (x) => {
        seen.push(x.map((value) => (value / 5e-3).toFixed(0)).join());
        return first(x) ** 2;
      },
      [[1], [0.5]],
      { tolerance: 1e-9 },
    );
    expect(new Set(seen).size).toBe(seen.length);
    expect(state.phase).toBe("done");
  });

  it("rejects what has no cost, and ends after its evaluations", () => {
    const state = searched((x) => (first(x) > 0.5 ? Number.NaN : -first(x)), [[0], [0.25]], {
      maxEvaluations: 12,
      tolerance: 0,
    });
    expect(state.seen).toHaveLength(12);
    expect(first(nelderMead.best(state)?.x ?? [])).toBeLessThanOrEqual(0.5);
    expect(searched(() => Number.NaN, [[0], [1]], { maxEvaluations: 20 }).seen.every(({ f }) => f === null)).toBe(true);
  });

  it("ends at once where all corners cost the same", () => {
    expect(
      searched(
        () => 4,
        [
          [0, 0],
          [1, 0],
          [0, 1],
        ],
        {},
      ).seen,
    ).toHaveLength(3);
  });

  it("stays within bounds", () => {
    const state = searched((x) => -first(x), [[0], [0.5]], { bounds: [[0, 1]], tolerance: 1e-9 });
    expect(nelderMead.best(state)?.x).toEqual([1]);
    expect(state.seen.every(({ x }) => first(x) >= 0 && first(x) <= 1)).toBe(true);
    expect(nelderMead.ask(nelderMead.init([[-5], [9]], { bounds: [[0, 1]] }))).toEqual([0]);
  });

  it("changes nothing once it is over, and never its arguments", () => {
    const over = searched(() => 4, [[0], [1]], {});
    expect(nelderMead.tell(over, 1)).toBe(over);
    const state = nelderMead.init([[0], [1]]);
    const before = JSON.stringify(state);
    expect(nelderMead.tell(state, 3)).toEqual(nelderMead.tell(state, 3));
    expect(JSON.stringify(state)).toBe(before);
    expect(nelderMead.best(state)).toBeUndefined();
  });

  it("refuses corners that are no simplex, and has the published numbers by default", () => {
    expect(() => nelderMead.init([])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`corners\` to be 1 points of 0 numbers, got 0.]`,
    );
    expect(() =>
      nelderMead.init([
        [0, 0],
        [1, 0],
      ]),
    ).toThrowErrorMatchingInlineSnapshot(`[RewardError: Expected \`corners\` to be 3 points of 2 numbers, got 2.]`);
    expect(nelderMead.init([[0], [1]]).settings).toEqual({
      reflect: 1,
      expand: 2,
      contract: 0.5,
      shrink: 0.5,
      tolerance: 0.01,
      cacheTolerance: 0.005,
      maxEvaluations: 200,
      bounds: null,
    });
  });
});
