import { abstained, flatLayout, type Layout, type Level, type Signal, SignalBuilder } from "../signal/index.ts";

/** A layout of rollouts with so many steps each, in groups of the given sizes (default: one group). */
export function steps(counts: readonly number[], groups: readonly number[] = [counts.length]): Layout {
  const layout = flatLayout(groups);
  counts.forEach((count, r) => {
    layout.stepOffsets[r + 1] = (layout.stepOffsets[r] as number) + count;
  });
  return layout;
}

/** A layout of rollouts with so many tokens each. */
export function tokens(counts: readonly number[], groups: readonly number[] = [counts.length]): Layout {
  const { stepOffsets, ...layout } = steps(counts, groups);
  return { ...layout, tokenOffsets: stepOffsets, stepOffsets: new Int32Array(counts.length + 1) };
}

/** Values of a level; a text is the reason why one is missing. */
export function column(level: Level, values: readonly (number | string)[]): Signal {
  const builder = new SignalBuilder(level, values.length);
  values.forEach((value, i) => {
    if (typeof value === "number") builder.set(i, value);
    else builder.miss(i, abstained(value));
  });
  return builder.build();
}

/** Values, and the reasons of those that are missing. */
export function shown(signal: Signal): readonly (number | string)[] {
  return Array.from(signal.values, (value, i) =>
    signal.present[i] === 1 ? value : (signal.notes?.missing.get(i)?.reason ?? "?"),
  );
}
