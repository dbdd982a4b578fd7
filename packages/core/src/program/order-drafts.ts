import { didYouMean } from "../error/did-you-mean.ts";
import type { Expression } from "../expression/index.ts";
import type { Draft } from "./drafter.ts";
import type { Place } from "./finding.ts";
import type { Findings } from "./findings.ts";

/** Puts drafts into dependency order; unknown names and circles are findings. */
export function orderDrafts(
  drafts: ReadonlyMap<string, Draft>,
  known: ReadonlySet<string>,
  findings: Findings,
): readonly Draft[] {
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
      else if (!known.has(name)) reportUnknown(name, placeOf(name, draft), known, findings);
    }
    state.set(draft.name, "done");
    ordered.push(draft);
  };
  for (const draft of drafts.values()) visit(draft, []);
  return ordered;
}

/** Where a term reads a name: in its `when`, in its own expression, or somewhere among its inputs. */
function placeOf(name: string, { name: term, body, when }: Draft): Place {
  const path = ["terms", term];
  if (when !== undefined && offsetOf(name, when) !== undefined) return namePlace(name, when, [...path, "when"]);
  return body.kind === "expression" ? namePlace(name, body.expression, path) : { path };
}

/** The place of a name inside an expression that stands at `path`. */
export function namePlace(name: string, expression: Expression, path: readonly string[]): Place {
  const at = offsetOf(name, expression);
  return at === undefined ? { path } : { path, at };
}

function offsetOf(name: string, expression: Expression): number | undefined {
  if (expression.kind === "name") return expression.name === name ? expression.at : undefined;
  if (expression.kind === "number") return undefined;
  for (const arg of expression.args) {
    const at = offsetOf(name, arg);
    if (at !== undefined) return at;
  }
  return undefined;
}

/** Reports a name that is no term. */
export function reportUnknown(name: string, place: Place, known: Iterable<string>, findings: Findings): void {
  const names = [...known];
  findings.error("GUERDON_NAME_UNKNOWN", place, {
    reason: `Expected \`${name}\` to be a term of this program, got none of that name.`,
    fix: didYouMean(name, names) || `The program has ${names.map((n) => `\`${n}\``).join(", ")}.`,
  });
}
