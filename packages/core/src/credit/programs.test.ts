import { describe, expect, it } from "vitest";
import { evaluateExpression, parseExpression } from "../expression/index.ts";
import { type AnyFactory, makeLibrary } from "../piece/index.ts";
import { compileProgram } from "../program/index.ts";
import { EXACT, library as levelled } from "../program/levels.test-support.ts";
import { fullSignal } from "../signal/index.ts";
import * as credit from "./index.ts";
import { tokens } from "./layouts.test-support.ts";

const factories = Object.values(credit).filter((value) => "pieceName" in value) as unknown as readonly AnyFactory[];
const library = makeLibrary([...levelled.factories, ...factories], levelled.presets);

/** Level and range of each term of a program. */
function typed(terms: Record<string, unknown>, more: object = {}): Record<string, string> {
  const program = compileProgram({ reward: "r", terms: { right: EXACT, ...terms }, total: "right", ...more }, library);
  return Object.fromEntries(
    program.terms.map(({ name, level, range }) => [name, `${level} [${range.min}, ${range.max}]`]),
  );
}

describe("credit in programs", () => {
  it("has these pieces, each named after its export", () => {
    expect(factories.map(({ pieceName }) => pieceName)).toEqual([
      "additive-contribution",
      "ltl-monitor",
      "option-bonus",
      "option-return",
      "prefix-dynamics",
      "process-weight",
      "redistribute",
      "reduce",
      "return-normalise",
      "reward-machine",
      "reward-to-go",
      "segment-reward",
      "sibling-relative",
      "tree-value",
      "window-mean",
    ]);
  });

  it("types the lines that stand for cards", () => {
    const types = typed({
      steps: { use: "steps" },
      tokens: { use: "tokens" },
      split188: { use: "redistribute", of: "right" },
      weighted008: { use: "redistribute", of: "right", by: "weight", weight: "steps" },
      frames057: { use: "redistribute", of: 1, by: "distance", normalise: false },
      calls084: { use: "redistribute", of: "right", by: "uniform", normalise: false },
      last098: { use: "redistribute", of: "2 * right", level: "token", by: "last" },
      reduced067: { use: "reduce", of: "steps", by: "mean-logit" },
      counted107: { use: "reduce", from: "token", by: "mean", of: "tokens >= 0.5" },
      window107: { use: "window-mean", size: 4, of: "tokens" },
      entropy221: { use: "reduce", from: "token", to: "step", of: "tokens" },
      segments158: { use: "segment-reward", of: "2 * steps - 1" },
      togo165: { use: "reward-to-go", of: "steps", gamma: 0.5 },
      tree126: { use: "tree-value", of: "right", branch: "steps" },
      bonus076: { use: "option-bonus", of: ["steps"] },
      estimated044: { use: "additive-contribution", of: "right", contribution: "steps" },
    });
    expect(types).toMatchInlineSnapshot(`
      {
        "bonus076": "step [-0.2, 0.2]",
        "calls084": "step [0, 1]",
        "counted107": "rollout [0, 1]",
        "entropy221": "step [0, 1]",
        "estimated044": "step [-1, 2]",
        "frames057": "step [0, 1]",
        "last098": "token [0, 2]",
        "reduced067": "rollout [0.000001, 0.999999]",
        "right": "rollout [0, 1]",
        "segments158": "token [-1, 1]",
        "split188": "step [0, 1]",
        "steps": "step [0, 1]",
        "togo165": "step [0, 2]",
        "tokens": "token [0, 1]",
        "tree126": "step [0, 1]",
        "weighted008": "step [0, 1]",
        "window107": "token [0, 1]",
      }
    `);
  });

  it("hands the total out where a program has a credit", () => {
    const program = compileProgram(
      {
        reward: "r",
        terms: { right: EXACT },
        total: "right",
        credit: { use: "redistribute", by: "discount", gamma: 0.5 },
      },
      library,
    );
    expect(program.credit).toMatchObject({ level: "step", range: { min: 0, max: 1 } });
  });

  it("has the arithmetic of two log-probabilities as expressions (089 and 124, 152, 158)", () => {
    const layout = tokens([2]);
    const signals = new Map([
      ["policy", fullSignal("token", [-1, -2])],
      ["reference", fullSignal("token", [-1.5, -1])],
    ]);
    const values = (source: string) => [...evaluateExpression(parseExpression(source), signals, layout).values];
    expect(values("policy - reference")).toEqual([0.5, -1]);
    expect(values("sigmoid(policy - reference) - 0.5")).toEqual(
      [0.5, -1].map((ratio) => expect.closeTo(1 / (1 + Math.exp(-ratio)) - 0.5, 14)),
    );
    const sums = credit
      .reduce({ from: "token", by: "sum" })
      .apply([fullSignal("token", values("0.05 * (policy - reference)"))], layout);
    expect(sums.values[0]).toBeCloseTo(-0.025, 14);
  });
});
