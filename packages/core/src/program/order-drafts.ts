import { didYouMean } from "../error/did-you-mean.ts";
import type { Expression } from "../expression/index.ts";
import type { Draft } from "./drafter.ts";
import type { Place } from "./finding.ts";
import type { Findings } from "./findings.ts";
import { inputPath } from "./input-path.ts";

/** Of a program with more findings than this, no more unknown names are reported. */
const ENOUGH = 100;
/** Names written out in one text. */
const SHOWN = 24;

/** Puts drafts into dependency order; unknown names and circles are findings. */
export function orderDrafts(
  drafts: ReadonlyMap<string, Draft>,
  known: ReadonlySet<string>,
  findings: Findings,
): readonly Draft[] {
  const ordered: Draft[] = [];
  const state = new Map<string, "open" | "done">();
  const trail: { readonly draft: Draft; next: number }[] = [];
  const open = (draft: Draft): void => {
    state.set(draft.name, "open");
    trail.push({ draft, next: 0 });
  };
  for (const first of drafts.values()) {
    if (!state.has(first.name)) open(first);
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const name = top.draft.reads[top.next++];
      const draft = name === undefined ? undefined : drafts.get(name);
      if (name === undefined) {
        state.set(top.draft.name, "done");
        ordered.push(top.draft);
        trail.pop();
      } else if (draft === undefined) {
        if (!known.has(name)) reportUnknown(name, placeOf(name, top.draft), known, findings);
      } else if (state.get(name) === "open") {
        reportCircle(
          name,
          trail.map((entry) => entry.draft.name),
          findings,
        );
      } else if (!state.has(name)) open(draft);
    }
  }
  return ordered;
}

function reportCircle(name: string, trail: readonly string[], findings: Findings): void {
  const circle = [...trail.slice(trail.indexOf(name)), name];
  findings.error(
    "GUERDON_CYCLE",
    { path: ["terms", name] },
    {
      reason: `Expected terms to depend on each other without a circle, got ${listed(circle, " → ")}.`,
      fix: "Remove one of these dependencies.",
    },
  );
}

/** Where a term reads a name: in its `when`, its own expression or an input; a function says so nowhere else. */
function placeOf(name: string, { name: term, body, when }: Draft): Place {
  const path = ["terms", term];
  if (when !== undefined && offsetOf(name, when) !== undefined) return namePlace(name, when, [...path, "when"]);
  if (body.kind === "expression") return namePlace(name, body.expression, path);
  if (body.kind !== "transform") return { path };
  const index = body.inputs.findIndex((input) => offsetOf(name, input) !== undefined);
  const input = body.inputs[index];
  return input === undefined
    ? { path }
    : namePlace(name, input, [...path, ...inputPath(body.piece, index, body.inputs.length)]);
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
  if (findings.list.length >= ENOUGH) return;
  const names = [...known];
  findings.error("GUERDON_NAME_UNKNOWN", place, {
    reason: `Expected \`${name}\` to be a term of this program, got none of that name.`,
    fix:
      didYouMean(name, names) ||
      `The program has ${listed(
        names.map((n) => `\`${n}\``),
        ", ",
      )}.`,
  });
}

function listed(names: readonly string[], separator: string): string {
  return names.length <= SHOWN ? names.join(separator) : [...names.slice(0, SHOWN), "…"].join(separator);
}
