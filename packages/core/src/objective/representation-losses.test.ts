import { describe, expect, it } from "vitest";
import { compareGradients, draw, messageOf } from "./gradient-check.test-support.ts";
import { contrastiveLoss, invarianceLoss, loadBalanceLoss } from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);
const gradientsOf = (
  run: (columns: never) => { readonly loss: number; readonly gradient: unknown },
  columns: (seed: number) => Readonly<Record<string, unknown>>,
  name: string,
): readonly [number, number] => compareGradients({ name: "", run, columns, by: { [name]: "" } }, 3);

describe("loadBalanceLoss", () => {
  it("is the squared coefficient of variation (003 §Mechanism, by hand: mean 2, variance 2)", () => {
    expect(loadBalanceLoss(f(1, 3)).loss).toBeCloseTo(0.5, 9);
    expect(loadBalanceLoss(f(10, 30)).loss).toBeCloseTo(0.5, 9);
  });

  it("is 0 for one expert, none, equal and unused ones (003 §Pitfalls)", () => {
    for (const usage of [f(7), f(), f(2, 2, 2), f(0, 0)]) {
      expect(loadBalanceLoss(usage)).toEqual({ loss: 0, gradient: new Float64Array(usage.length) });
    }
  });

  it("has the gradient of its loss, and writes it where it is told", () => {
    const run = ({ usage }: { usage: Float64Array }) => loadBalanceLoss(usage);
    expect(gradientsOf(run as never, (seed) => ({ usage: draw(seed, "u", 5, 1, 3) }), "usage")).toEqual([5, 0]);
    const gradient = f(9, 9);
    expect(loadBalanceLoss(f(1, 3), { gradient }).gradient).toBe(gradient);
    expect(gradient[0]).toBeLessThan(0);
  });

  it("names an overflow", () => {
    expect(messageOf(() => loadBalanceLoss(f(1e308, 0)))).toMatchInlineSnapshot(
      `"GUERDON_NON_FINITE Expected \`gradient[0]\` of \`loadBalanceLoss\` to be finite, got NaN."`,
    );
  });
});

describe("contrastiveLoss", () => {
  it("is log B where all scores are equal (003 §Experiment, unit check)", () => {
    const { loss, accuracy } = contrastiveLoss({ scores: new Float64Array(16), width: 4 });
    expect(loss).toBeCloseTo(Math.log(4), 14);
    expect(accuracy).toBe(0);
  });

  it("averages both directions (by hand)", () => {
    const scores = f(Math.log(3), 0, 0, 0);
    const rows = Math.log(4 / 3) + Math.log(2);
    expect(contrastiveLoss({ scores, width: 2 }).loss).toBeCloseTo(rows / 2, 14);
    const skewed = f(Math.log(3), Math.log(2), 0, 0);
    const [row, column] = [Math.log(5 / 3) + Math.log(2), Math.log(4 / 3) + Math.log(3)];
    expect(contrastiveLoss({ scores: skewed, width: 2 }).loss).toBeCloseTo((row + column) / 4, 14);
  });

  it("leaves out other pairs of the same task, and is 0 where nothing else is left (003 §Pitfalls)", () => {
    const scores = draw(1, "s", 9);
    const same = contrastiveLoss({ scores, width: 3, labels: Int32Array.of(4, 4, 4) });
    expect([same.loss, same.accuracy, ...same.gradient]).toEqual([0, 1, ...new Array(9).fill(0)]);
    const two = contrastiveLoss({ scores, width: 3, labels: Int32Array.of(4, 4, 5) });
    expect([two.gradient[1], two.gradient[3]]).toEqual([0, 0]);
    expect(two.gradient[2]).toBeGreaterThan(0);
  });

  it("has the gradient of its loss, with and without labels", () => {
    const run = (columns: never) => contrastiveLoss(columns);
    const columns = (seed: number) => ({ scores: draw(seed, "s", 16), width: 4 });
    expect(gradientsOf(run, columns, "scores")).toEqual([16, 0]);
    const labelled = (seed: number) => ({ ...columns(seed), labels: Int32Array.of(1, 2, 1, 3) });
    expect(gradientsOf(run, labelled, "scores")).toEqual([16, 0]);
  });

  it("takes no pairs and far scores, and says what is wrong", () => {
    expect(contrastiveLoss({ scores: f(), width: 0 })).toMatchObject({ loss: 0, accuracy: 0 });
    expect(contrastiveLoss({ scores: f(800, 0, 0, 800), width: 2 })).toMatchObject({ loss: 0, accuracy: 1 });
    expect(messageOf(() => contrastiveLoss({ scores: f(1, 2), width: 2 }))).toMatchInlineSnapshot(
      `"GUERDON_SHAPE Expected \`scores\` to be 2 rows of 2, got 2."`,
    );
    expect(
      messageOf(() => contrastiveLoss({ scores: f(1), width: 1, labels: new Int32Array(2) })),
    ).toMatchInlineSnapshot(`"GUERDON_SHAPE Expected \`labels\` to have shape [B] = [1], got [2]."`);
    expect(messageOf(() => contrastiveLoss({ scores: f(-1e308, 1e308, 0, 0), width: 2 }))).toMatchInlineSnapshot(
      `"GUERDON_NON_FINITE Expected \`loss\` of \`contrastiveLoss\` to be finite, got Infinity."`,
    );
  });
});

describe("invarianceLoss", () => {
  it("is minus the mean cosine with the original (006 §Mechanism, by hand)", () => {
    const embeddings = f(1, 0, 3, 0, 0, 2);
    expect(invarianceLoss({ embeddings, width: 2, copies: 3 }).loss).toBe(-0.5);
    expect(invarianceLoss({ embeddings: f(3, 4, 6, 8), width: 2, copies: 2 }).loss).toBe(-1);
  });

  it("has the gradient of its loss", () => {
    const run = (columns: never) => invarianceLoss(columns);
    const columns = (seed: number) => ({ embeddings: draw(seed, "e", 18), width: 3, copies: 3 });
    expect(gradientsOf(run, columns, "embeddings")).toEqual([18, 0]);
  });

  it("does not look at zero embeddings, takes none, and says what is wrong", () => {
    expect(invarianceLoss({ embeddings: f(0, 0, 1, 0), width: 2, copies: 2 })).toEqual({
      loss: 0,
      gradient: f(0, 0, 0, 0),
    });
    expect(invarianceLoss({ embeddings: f(), width: 2, copies: 2 })).toEqual({ loss: 0, gradient: f() });
    expect(messageOf(() => invarianceLoss({ embeddings: f(1, 2, 3), width: 1, copies: 2 }))).toMatchInlineSnapshot(
      `"GUERDON_SHAPE Expected \`embeddings\` to be instances of 2 copies (two at least) of 1, got 3 numbers."`,
    );
    expect(messageOf(() => invarianceLoss({ embeddings: f(1), width: 1, copies: 1 }))).toMatchInlineSnapshot(
      `"GUERDON_SHAPE Expected \`embeddings\` to be instances of 1 copies (two at least) of 1, got 1 numbers."`,
    );
    expect(messageOf(() => invarianceLoss({ embeddings: f(1e200, 1e200), width: 1, copies: 2 }))).toMatchInlineSnapshot(
      `"GUERDON_NON_FINITE Expected \`gradient[0]\` of \`invarianceLoss\` to be finite, got NaN."`,
    );
  });
});
