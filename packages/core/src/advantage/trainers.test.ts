import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Advantage, AdvantageInput } from "../piece/index.ts";
import { makeLibrary } from "../piece/index.ts";
import { flatLayout, fullSignal, type Layout, type Level, type Signal, SignalBuilder } from "../signal/index.ts";
import { advantagePresets, advantages } from "./index.ts";

interface TrainerCase {
  readonly preset: string;
  readonly name: string;
  readonly groups: readonly number[];
  readonly rewards?: readonly (number | null)[];
  readonly over?: readonly (readonly (number | null)[])[];
  readonly weights?: readonly number[];
  readonly tokens?: readonly number[];
  /** Options besides those of the preset. */
  readonly options?: { readonly [option: string]: number | string | boolean };
  /** Tokens of each rollout, where the advantages are those of tokens. */
  readonly places?: readonly number[];
  /** Values of the piece's inputs, in order. */
  readonly inputs?: readonly (readonly (number | null)[])[];
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
const ROUNDING: readonly { readonly preset: string; readonly name: string | RegExp; readonly reason: string }[] = [
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
  {
    preset: "reinforce++",
    name: /^(group of one|all equal|close together)$/,
    reason: "adds 1e-8 to the token count, which √(variance + 1e-8) blows up where rewards hardly differ",
  },
  {
    preset: "gae/verl",
    name: /one token each/,
    reason: "adds 1e-8 to the token count, which is 3e-9 of the mean and variance of 3 tokens",
  },
];

/** Numbers frozen from the trainers' own code; each file says from which commit and how. */
describe.each(fixtures.map((fixture) => [fixture.provenance.project, fixture] as const))("%s", (_, { cases }) => {
  it.each(cases.map((sample) => [sample.preset, sample.name, sample] as const))("%s: %s", (preset, name, sample) => {
    const { factory, options } = library.find(preset);
    const weights = sample.weights === undefined ? {} : { weights: sample.weights };
    const piece = factory({ ...options, ...weights, ...sample.options }) as Advantage;
    const out = piece.advantages(inputOf(sample, piece), layoutOf(sample));
    const off = sample.expected.map(
      (number, i) => Math.abs((out.values[i] as number) - number) / Math.max(1, Math.abs(number)),
    );
    const rounding = ROUNDING.some((known) => known.preset === preset && isNamed(known.name, name));
    expect(out.present.every((present) => present === 1)).toBe(true);
    expect(Math.max(...off) <= 1e-9).toBe(!rounding);
  });
});

function isNamed(known: string | RegExp, name: string): boolean {
  return typeof known === "string" ? known === name : known.test(name);
}

function layoutOf({ groups, places = [] }: TrainerCase): Layout {
  const layout = flatLayout(groups);
  places.forEach((count, r) => {
    layout.tokenOffsets[r + 1] = (layout.tokenOffsets[r] as number) + count;
  });
  return layout;
}

function inputOf({ rewards, over, tokens, groups, inputs }: TrainerCase, piece: Advantage): AdvantageInput {
  const rollouts = groups.reduce((sum, size) => sum + size, 0);
  const total = rewards === undefined ? fullSignal("rollout", new Float64Array(rollouts)) : signalOf(rewards);
  const tokenCounts = tokens === undefined ? {} : { tokenCounts: Float64Array.from(tokens) };
  const read = inputs?.map((values, k) => signalOf(values, piece.inputs?.[k]?.level));
  return {
    total,
    over: (over ?? []).map((row) => signalOf(row)),
    ...tokenCounts,
    ...(read === undefined ? {} : { inputs: read }),
  };
}

function signalOf(rewards: readonly (number | null)[], level: Level = "rollout"): Signal {
  const builder = new SignalBuilder(level, rewards.length);
  rewards.forEach((reward, i) => {
    if (reward === null) builder.abstain(i, "no reward");
    else builder.set(i, reward);
  });
  return builder.build();
}
