import type { AnyFactory, Transform } from "../piece/index.ts";
import type { Interval, Layout, Signal } from "../signal/index.ts";
import type { Draw } from "./draw.ts";
import type { LawSettings } from "./law.ts";
import { sampleLayout, sampleRange, sampleSignal } from "./sample.ts";

export interface TransformSubject {
  readonly factory: AnyFactory;
  readonly piece: Transform;
}

/** One random batch for a transform, with the ranges its inputs were drawn from. */
export interface TransformCase {
  readonly layout: Layout;
  readonly ranges: readonly Interval[];
  readonly inputs: readonly Signal[];
  readonly draw: Draw;
}

const DEFAULT_RANGE: Interval = { min: -3, max: 3 };

export function transformCase(piece: Transform, { inputRanges, inputCount }: LawSettings, draw: Draw): TransformCase {
  const listed = inputCount ?? inputRanges?.length ?? 3;
  const count = piece.inputs.reduce((total, { many }) => total + (many === true ? listed : 1), 0);
  const layout = sampleLayout(draw);
  const ranges = Array.from({ length: count }, (_, k) => sampleRange(draw, inputRanges?.[k] ?? DEFAULT_RANGE));
  const inputs = ranges.map((range) => sampleSignal(layout.groupOf.length, 0.2, draw, () => draw.value(range)));
  return { layout, ranges, inputs, draw };
}
