import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { klEstimate, ktoLoss, policyLoss, preferenceLoss, valueLoss } from "./index.ts";

type Gradients = Readonly<Record<string, readonly number[]>>;

interface TrainerCase {
  readonly objective: string;
  readonly name: string;
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly loss: number;
  readonly gradient: Gradients;
}

interface Fixture {
  readonly provenance: { readonly project: string };
  readonly cases: readonly TrainerCase[];
}

type Objective = (
  columns: unknown,
  options: unknown,
) => { loss: number; gradient: Float64Array | Record<string, Float64Array> };

const OBJECTIVES = { klEstimate, ktoLoss, policyLoss, preferenceLoss, valueLoss };

const KINDS: Readonly<Record<string, (values: readonly number[]) => unknown>> = {
  mask: (values) => Uint8Array.from(values),
  labels: (values) => Uint8Array.from(values),
  offsets: (values) => Int32Array.from(values),
};

const folder = new URL("./fixtures/", import.meta.url);
const fixtures = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Fixture);

/**
 * Where a trainer's number is not the formula's: verl adds 1e-8 to the length of each rollout before it divides by it,
 * which moves its loss by up to 1e-8 of itself (one token) and its gradient likewise. Everything else agrees to 1e-9.
 */
function toleranceOf(project: string, { options }: TrainerCase): number {
  return project === "verl" && options.aggregation === "seq-mean-token-mean" ? 1.1e-8 : 1e-9;
}

/** Numbers frozen from the trainers' own code; each file says from which version and how. */
describe.each(fixtures.map((fixture) => [fixture.provenance.project, fixture] as const))("%s", (project, { cases }) => {
  it.each(cases.map((sample) => [sample.objective, sample.name, sample] as const))("%s: %s", (name, _, sample) => {
    const columns = Object.fromEntries(
      Object.entries(sample.columns).map(([key, values]) => [
        key,
        (KINDS[key] ?? ((list: readonly number[]) => Float64Array.from(list)))(values),
      ]),
    );
    const objective = OBJECTIVES[name as keyof typeof OBJECTIVES] as unknown as Objective;
    const { loss, gradient } = objective(columns, sample.options);
    const tolerance = toleranceOf(project, sample);
    const own = gradient instanceof Float64Array ? { gradient } : gradient;
    expect(off(loss, sample.loss)).toBeLessThanOrEqual(tolerance);
    for (const [key, expected] of Object.entries(sample.gradient)) {
      const column = own[key] as Float64Array;
      expect(column.length).toBe(expected.length);
      expect(Math.max(0, ...expected.map((number, i) => off(column[i] as number, number)))).toBeLessThanOrEqual(
        tolerance,
      );
    }
  });
});

function off(own: number, expected: number): number {
  return Math.abs(own - expected) / Math.max(1, Math.abs(expected));
}
