import type { Advantage, AdvantageInput, Moment } from "../piece/index.ts";
import { flatLayout, type Layout, type Level, type Signal, SignalBuilder } from "../signal/index.ts";

/** What a test writes for a value: a number, or nothing for a missing one. */
export type Given = readonly (number | undefined)[];

/** A signal with what is `undefined` missing. */
export function signalOf(level: Level, values: Given): Signal {
  const out = new SignalBuilder(level, values.length);
  values.forEach((value, i) => {
    if (value === undefined) out.fail(i, "sandbox", "out of memory");
    else out.set(i, value);
  });
  return out.build();
}

/** Groups of rollouts that have so many steps each, and as many tokens, one for each step. */
export function stepped(groups: readonly number[], steps: readonly number[]): Layout {
  const offsets = Int32Array.of(0, ...steps);
  for (let r = 1; r < offsets.length; r++) offsets[r] = (offsets[r] as number) + (offsets[r - 1] as number);
  const stepOfToken = Int32Array.from({ length: offsets.at(-1) as number }, (_, i) => i);
  return { ...flatLayout(groups), stepOffsets: offsets, tokenOffsets: offsets, stepOfToken };
}

export interface Case {
  readonly layout: Layout;
  readonly total?: Given;
  /** Values of the inputs, each at the level the piece reads it at. */
  readonly inputs?: readonly Given[];
  /** Advantages before the piece. */
  readonly before?: Given;
  readonly tokens?: readonly number[];
  readonly moment?: Moment;
}

/** The advantages of a case as plain numbers, none of them failed; an input that is not given has its default everywhere. */
export function advantagesIn(piece: Advantage, given: Case): number[] {
  const { values, present } = resultIn(piece, given);
  if (present.includes(0)) throw new Error(`Expected an advantage everywhere, got ${present.indexOf(0)} failed.`);
  return [...values];
}

export function resultIn(piece: Advantage, { layout, total, inputs = [], before, tokens, moment }: Case): Signal {
  const rollouts = layout.groupOf.length;
  const specs = piece.inputs ?? [];
  const level = (k: number): Level => specs[Math.min(k, specs.length - 1)]?.level ?? own(piece, layout, before);
  const read = specs.map((spec, k) => {
    const fill = spec.default as number;
    return signalOf(level(k), inputs[k] ?? new Array<number>(sizeOf(layout, level(k))).fill(fill));
  });
  const more = inputs.slice(specs.length).map((values, k) => signalOf(level(specs.length + k), values));
  const input: AdvantageInput = {
    total: signalOf("rollout", total ?? new Array<number>(rollouts).fill(1)),
    over: [],
    inputs: [...read, ...more],
    ...(before === undefined ? {} : { before: signalOf(own(piece, layout, before), before) }),
    ...(tokens === undefined ? {} : { tokenCounts: Float64Array.from(tokens) }),
  };
  return piece.advantages(input, layout, moment);
}

function own(piece: Advantage, layout: Layout, before: Given | undefined): Level {
  if (piece.level !== undefined || before === undefined) return piece.level ?? "rollout";
  return before.length === layout.groupOf.length ? "rollout" : "step";
}

function sizeOf(layout: Layout, level: Level): number {
  return level === "rollout" ? layout.groupOf.length : (layout.stepOffsets.at(-1) as number);
}
