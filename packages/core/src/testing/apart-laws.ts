import type { Transform } from "../piece/index.ts";
import { flatLayout, fullSignal, sizeAt } from "../signal/index.ts";
import { difference } from "./difference.ts";
import { firstBreach } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { rowsByGroup, takeRollouts } from "./rows.ts";
import { shapeBreach } from "./shape-breach.ts";
import { resultOf, type TransformCase, type TransformSubject, withRollouts } from "./transform-case.ts";

/** What every transform keeps about who may change whose value. */
export const apartLaws: readonly LawFor<TransformSubject, TransformCase>[] = [
  {
    name: "follows its rollouts",
    breach: ({ piece }, sample) => {
      const rows = rowsByGroup(sample.layout).flatMap((group) => sample.draw.shuffled(group));
      const moved = resultOf(piece, withRollouts(sample, rows));
      return difference(takeRollouts(resultOf(piece, sample), sample.layout, rows), moved);
    },
  },
  {
    name: "keeps groups apart",
    applies: ({ piece }) => piece.scope !== "batch",
    breach: ({ piece }, sample) => apart(piece, sample, rowsByGroup(sample.layout)),
  },
  {
    name: "keeps rollouts apart",
    applies: ({ piece }) => piece.scope === "rollout",
    breach: ({ piece }, sample) =>
      apart(
        piece,
        sample,
        [...sample.layout.groupOf.keys()].map((row) => [row]),
      ),
  },
  {
    name: "takes an empty batch",
    breach: ({ piece }, sample) => {
      const layout = flatLayout([]);
      const none = sample.inputs.map(({ level }) => fullSignal(level, new Float64Array(sizeAt(layout, level))));
      const out = resultOf(piece, { ...sample, inputs: none, layout });
      return shapeBreach(out, sizeAt(layout, out.level));
    },
  },
];

/** Whether parts of the batch give alone what they give together. */
function apart(piece: Transform, sample: TransformCase, parts: readonly (readonly number[])[]): string | undefined {
  const together = resultOf(piece, sample);
  return firstBreach(parts, (rows) => {
    const alone = resultOf(piece, withRollouts(sample, rows));
    const breach = difference(takeRollouts(together, sample.layout, rows), alone);
    return breach === undefined ? undefined : `${breach} for rollouts ${rows.join(", ")} alone`;
  });
}
