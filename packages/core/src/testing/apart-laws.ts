import type { Transform } from "../piece/index.ts";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { difference } from "./difference.ts";
import { firstBreach } from "./first-breach.ts";
import type { LawFor } from "./law.ts";
import { rowsByGroup, takeLayout, takeRows } from "./rows.ts";
import { shapeBreach } from "./shape-breach.ts";
import type { TransformCase, TransformSubject } from "./transform-case.ts";

/** What every transform keeps about who may change whose value. */
export const apartLaws: readonly LawFor<TransformSubject, TransformCase>[] = [
  {
    name: "follows its rollouts",
    breach: ({ piece }, { inputs, layout, draw }) => {
      const rows = rowsByGroup(layout).flatMap((group) => draw.shuffled(group));
      const moved = piece.apply(
        inputs.map((input) => takeRows(input, rows)),
        layout,
      );
      return difference(takeRows(piece.apply(inputs, layout), rows), moved);
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
    breach: ({ piece }, { inputs }) => {
      const none = inputs.map(({ level }) => fullSignal(level, []));
      return shapeBreach(piece.apply(none, flatLayout([])), 0);
    },
  },
];

/** Whether parts of the batch give alone what they give together. */
function apart(
  piece: Transform,
  { inputs, layout }: TransformCase,
  parts: readonly (readonly number[])[],
): string | undefined {
  const together = piece.apply(inputs, layout);
  return firstBreach(parts, (rows) => {
    const alone = piece.apply(
      inputs.map((input) => takeRows(input, rows)),
      takeLayout(layout, rows),
    );
    const breach = difference(takeRows(together, rows), alone);
    return breach === undefined ? undefined : `${breach} for rollouts ${rows.join(", ")} alone`;
  });
}
