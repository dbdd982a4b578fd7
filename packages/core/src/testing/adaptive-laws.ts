import type { Adaptive, Transform } from "../piece/index.ts";
import { flatLayout, fullSignal, type Json, sizeAt } from "../signal/index.ts";
import { close, difference } from "./difference.ts";
import type { LawFor } from "./law.ts";
import { rowsByGroup } from "./rows.ts";
import { resultOf, type TransformCase, type TransformSubject, withRollouts } from "./transform-case.ts";

const isAdaptive = ({ piece }: TransformSubject): boolean => piece.adaptive !== undefined;

/** What pieces keep that remember something between training steps. */
export const adaptiveLaws: readonly LawFor<TransformSubject, TransformCase>[] = [
  {
    name: "remembers in JSON",
    applies: isAdaptive,
    breach: ({ piece }, sample) => {
      const state = stepped(piece, sample);
      const read = JSON.parse(JSON.stringify(state)) as Json;
      const breach = differs(state, read, 0);
      if (breach !== undefined) return `a state that is no JSON: ${breach}`;
      const after = (moment: Json): TransformCase => ({
        ...sample,
        moment: { step: sample.moment.step + 1, state: moment },
      });
      return difference(resultOf(piece, after(state)), resultOf(piece, after(read)), 0);
    },
  },
  {
    name: "steps without changing its state",
    applies: isAdaptive,
    breach: ({ piece }, sample) => {
      const before = JSON.stringify(stateOf(piece, sample));
      const first = stepped(piece, sample);
      const second = stepped(piece, sample);
      if (JSON.stringify(stateOf(piece, sample)) !== before) return "another state before the step than after it";
      return differs(first, second, 0);
    },
  },
  {
    name: "steps alike in whatever order the members come",
    applies: isAdaptive,
    breach: ({ piece }, sample) => {
      const rows = rowsByGroup(sample.layout).flatMap((group) => sample.draw.shuffled(group));
      return differs(stepped(piece, sample), stepped(piece, withRollouts(sample, rows)), 1e-9);
    },
  },
  {
    name: "steps over an empty batch",
    applies: isAdaptive,
    breach: ({ piece }, sample) => {
      const layout = flatLayout([]);
      const inputs = sample.inputs.map(({ level }) => fullSignal(level, new Float64Array(sizeAt(layout, level))));
      const state = stepped(piece, { ...sample, layout, inputs });
      return differs(state, JSON.parse(JSON.stringify(state)) as Json, 0);
    },
  },
];

function stateOf({ adaptive }: Transform, { moment }: TransformCase): Json {
  return moment.state ?? (adaptive as Adaptive).init();
}

function stepped(piece: Transform, sample: TransformCase): Json {
  return (piece.adaptive as Adaptive).step(stateOf(piece, sample), sample.inputs, sample.layout, sample.moment.step);
}

/** Where two states differ first, numbers up to a tolerance. */
function differs(a: Json, b: Json, tolerance: number, path = "state"): string | undefined {
  if (typeof a === "number" && typeof b === "number") {
    return close(a, b, tolerance) ? undefined : `${b} instead of ${a} in ${path}`;
  }
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") {
    return a === b ? undefined : `${JSON.stringify(b)} instead of ${JSON.stringify(a)} in ${path}`;
  }
  const [own, other] = [a as { readonly [key: string]: Json }, b as { readonly [key: string]: Json }];
  for (const key of new Set([...Object.keys(own), ...Object.keys(other)])) {
    const breach = differs(own[key] as Json, other[key] as Json, tolerance, `${path}.${key}`);
    if (breach !== undefined) return breach;
  }
  return undefined;
}
