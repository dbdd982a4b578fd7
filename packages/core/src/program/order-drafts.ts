import { didYouMean } from "../error/did-you-mean.ts";
import type { Draft } from "./drafter.ts";
import type { Findings } from "./findings.ts";

/** Puts drafts into dependency order; unknown names and circles are findings. */
export function orderDrafts(drafts: ReadonlyMap<string, Draft>, findings: Findings): readonly Draft[] {
  const ordered: Draft[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (draft: Draft, trail: readonly string[]): void => {
    if (state.get(draft.name) === "done") return;
    if (state.get(draft.name) === "open") {
      const circle = [...trail.slice(trail.indexOf(draft.name)), draft.name].join(" → ");
      findings.error(
        "GUERDON_CYCLE",
        { path: ["terms", draft.name] },
        {
          reason: `Expected terms to depend on each other without a circle, got ${circle}.`,
          fix: "Remove one of these dependencies.",
        },
      );
      return;
    }
    state.set(draft.name, "open");
    for (const name of draft.reads) {
      const next = drafts.get(name);
      if (next !== undefined) visit(next, [...trail, draft.name]);
      else reportUnknown(name, ["terms", draft.name], drafts.keys(), findings);
    }
    state.set(draft.name, "done");
    ordered.push(draft);
  };
  for (const draft of drafts.values()) visit(draft, []);
  return ordered;
}

/** Reports a name that is no term. */
export function reportUnknown(
  name: string,
  path: readonly string[],
  known: Iterable<string>,
  findings: Findings,
): void {
  const names = [...known];
  findings.error(
    "GUERDON_NAME_UNKNOWN",
    { path },
    {
      reason: `Expected \`${name}\` to be a term of this program, got none of that name.`,
      fix: didYouMean(name, names) || `The program has ${names.map((n) => `\`${n}\``).join(", ")}.`,
    },
  );
}
