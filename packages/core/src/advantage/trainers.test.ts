import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Advantage } from "../piece/index.ts";
import { makeLibrary } from "../piece/index.ts";
import { flatLayout, fullSignal, type Signal, SignalBuilder } from "../signal/index.ts";
import { advantagePresets, advantages } from "./index.ts";

interface TrainerCase {
  readonly preset: string;
  readonly name: string;
  readonly groups: readonly number[];
  readonly rewards?: readonly (number | null)[];
  readonly over?: readonly (readonly (number | null)[])[];
  readonly weights?: readonly number[];
  readonly tokens?: readonly number[];
  readonly expected: readonly number[];
}

interface Fixture {
  readonly provenance: { readonly project: string; readonly commit: string };
  readonly cases: readonly TrainerCase[];
}

const library = makeLibrary(advantages, advantagePresets);
const folder = new URL("./fixtures/", import.meta.url);
const fixtures = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Fixture);

/** Where the trainer's number is its rounding, and ours differs on purpose. */
const ROUNDING: readonly { readonly preset: string; readonly name: string; readonly reason: string }[] = [
  {
    preset: "grpo/nemo",
    name: "close together",
    reason:
      "takes the variance as E[x²] − E[x]², which loses rewards that are 1e-9 apart; see leave-one-out-std.test.ts",
  },
  {
    preset: "reinforce-baseline/verl",
    name: "group of one",
    reason: "adds 1e-8 to the token count, which √(0 + 1e-8) blows up to −6e-6 where all are equal; ours is 0",
  },
];

/** Numbers frozen from the trainers' own code; each file says from which commit and how. */
describe.each(fixtures.map((fixture) => [fixture.provenance.project, fixture] as const))("%s", (_, { cases }) => {
  it.each(cases.map((sample) => [sample.preset, sample.name, sample] as const))("%s: %s", (preset, name, sample) => {
    const { factory, options } = library.find(preset);
    const weights = sample.weights === undefined ? {} : { weights: sample.weights };
    const piece = factory({ ...options, ...weights }) as Advantage;
    const out = piece.advantages(inputOf(sample), flatLayout(sample.groups));
    const off = sample.expected.map(
      (number, i) => Math.abs((out.values[i] as number) - number) / Math.max(1, Math.abs(number)),
    );
    const rounding = ROUNDING.some((known) => known.preset === preset && known.name === name);
    expect(out.present.every((present) => present === 1)).toBe(true);
    expect(Math.max(...off) <= 1e-9).toBe(!rounding);
  });
});

function inputOf({ rewards, over, tokens, groups }: TrainerCase): Parameters<Advantage["advantages"]>[0] {
  const rollouts = groups.reduce((sum, size) => sum + size, 0);
  const total = rewards === undefined ? fullSignal("rollout", new Float64Array(rollouts)) : signalOf(rewards);
  const tokenCounts = tokens === undefined ? {} : { tokenCounts: Float64Array.from(tokens) };
  return { total, over: (over ?? []).map(signalOf), ...tokenCounts };
}

function signalOf(rewards: readonly (number | null)[]): Signal {
  const builder = new SignalBuilder("rollout", rewards.length);
  rewards.forEach((reward, i) => {
    if (reward === null) builder.abstain(i, "no reward");
    else builder.set(i, reward);
  });
  return builder.build();
}
