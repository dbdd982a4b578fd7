import { describe, expect, it } from "vitest";
import type { DenseParameters } from "../tensor/index.ts";
import { createOffPolicyNetwork, fillInputs, type OffPolicyNetwork } from "./off-policy-network.ts";

const ROWS = 3;

function networkOf(activation: "tanh" | "relu", widths: readonly number[]): OffPolicyNetwork {
  return createOffPolicyNetwork({ widths, activation, name: "test", batch: ROWS, rows: 1 }, 3);
}

const inputs = Float32Array.of(0.3, -0.7, 0.9, 0.4, 0.2, -0.5, 0.8, -0.1, 0.6, -0.9, 0.5, 0.1, -0.3, 0.7, 0.2);
/** d loss / d output of a loss that is linear in the outputs. */
const slopes = [0.5, -1, 0.25, 2, -0.75, 1.5];

function lossOf({ batch }: OffPolicyNetwork, x: Float32Array): number {
  fillInputs(batch, ROWS, [x, 5]);
  batch.forward();
  let loss = 0;
  for (let r = 0; r < ROWS; r++) {
    for (let k = 0; k < 2; k++)
      loss += (slopes[2 * r + k] as number) * (batch.output[r * batch.outputStride + k] as number);
  }
  return loss;
}

function giveSlopes({ batch }: OffPolicyNetwork): void {
  for (let r = 0; r < ROWS; r++) {
    for (let k = 0; k < 2; k++) batch.outputGradient[r * batch.outputStride + k] = slopes[2 * r + k] as number;
  }
}

describe("createOffPolicyNetwork", () => {
  it.each([
    ["tanh", [5, 9, 6, 2]],
    ["relu", [5, 12, 2]],
    ["tanh", [5, 2]],
  ] as const)("has the gradient by its inputs (%s, %o; central differences)", (activation, widths) => {
    const network = networkOf(activation, widths);
    // Small enough that no unit of relu turns on between the two sides.
    const by = activation === "relu" ? 5e-4 : 5e-3;
    lossOf(network, inputs);
    giveSlopes(network);
    network.batch.backwardToInput();
    const found = network.batch.inputGradient.slice();
    for (let i = 0; i < inputs.length; i++) {
      const [up, down] = [inputs.slice(), inputs.slice()];
      up[i] = (up[i] as number) + by;
      down[i] = (down[i] as number) - by;
      const slope = (lossOf(network, up) - lossOf(network, down)) / ((up[i] as number) - (down[i] as number));
      const at = Math.floor(i / 5) * network.batch.inputGradientStride + (i % 5);
      expect(Math.abs((found[at] as number) - slope)).toBeLessThan(1e-3 * (1 + Math.abs(slope)));
    }
  });

  it("the gradient by the inputs leaves that of the weights alone, and the other way round", () => {
    const network = networkOf("tanh", [5, 9, 2]);
    const moved = (order: readonly ("backward" | "backwardToInput")[]): readonly DenseParameters[] => {
      const start = network.save();
      lossOf(network, inputs);
      giveSlopes(network);
      for (const pass of order) network.batch[pass]();
      network.step(0.1);
      const parameters = network.parameters();
      network.restore(start);
      return parameters;
    };
    expect(moved(["backward", "backwardToInput"])).toEqual(moved(["backward"]));
    expect(moved(["backwardToInput", "backward"])).toEqual(moved(["backward"]));
  });

  it("acts with the weights it learns with, on other rows", () => {
    const network = networkOf("relu", [5, 12, 2]);
    network.load(networkOf("relu", [5, 12, 2]).parameters());
    lossOf(network, inputs);
    fillInputs(network.acting, 1, [inputs.slice(5, 10), 5]);
    network.acting.forward();
    const { output, outputStride } = network.batch;
    expect([...network.acting.output.slice(0, 2)]).toEqual([...output.slice(outputStride, outputStride + 2)]);
  });

  it("follows: t ← t + rate·(w − t), and copies at 1", () => {
    const network = networkOf("relu", [5, 2]);
    const weightOf = (name: string): number =>
      (network.save() as unknown as { [key: string]: DenseParameters[] })[name]?.[0]?.weight.data[3] as number;
    const before = weightOf("target");
    expect(weightOf("weights")).toBe(before);
    lossOf(network, inputs);
    giveSlopes(network);
    network.batch.backward();
    network.step(0.5);
    const after = weightOf("weights");
    expect(Math.abs(after - before)).toBeCloseTo(0.5, 4);
    expect(weightOf("target")).toBe(before);
    network.follow(0.1);
    expect(weightOf("target")).toBeCloseTo(before + 0.1 * (after - before), 6);
    network.follow(1);
    expect(weightOf("target")).toBe(after);
  });

  it("clips the gradient to a length, and says how long it was", () => {
    const network = networkOf("tanh", [5, 2]);
    lossOf(network, inputs);
    giveSlopes(network);
    network.batch.backward();
    // Of a linear layer: Σ over rows of inputs times slopes, and Σ of slopes.
    let squares = 0;
    for (let k = 0; k < 2; k++) {
      for (let i = 0; i <= 5; i++) {
        let sum = 0;
        for (let r = 0; r < ROWS; r++)
          sum += (slopes[2 * r + k] as number) * (i === 5 ? 1 : (inputs[5 * r + i] as number));
        squares += sum * sum;
      }
    }
    expect(network.step(0.01, 1)).toBeCloseTo(Math.sqrt(squares), 5);
  });
});
