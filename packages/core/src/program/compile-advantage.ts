import { RewardError } from "../error/index.ts";
import { type Expression, namesOf } from "../expression/index.ts";
import type { AnyFactory, Library } from "../piece/library.ts";
import type { Advantage, AdvantageInput } from "../piece/piece.ts";
import { flatLayout } from "../signal/layout.ts";
import { fullSignal, type Signal } from "../signal/signal.ts";
import type { Findings } from "./findings.ts";
import { reportUnknown } from "./order-drafts.ts";
import type { Program } from "./program.ts";
import type { ProgramSpec } from "./program-spec.ts";

/** Builds a program's advantage; undefined when that is not possible. */
export function compileAdvantage(
  spec: ProgramSpec,
  total: Expression | undefined,
  known: ReadonlySet<string>,
  library: Library,
  findings: Findings,
): Program["advantage"] | undefined {
  const given = spec.advantage ?? "grpo";
  const { use, over, ...options } = typeof given === "string" ? { use: given } : given;
  const path = ["advantage"];
  const found = findings.attempt({ path: typeof given === "string" ? path : [...path, "use"] }, () => {
    const { factory, options: preset } = library.find(use);
    return { make: requireAdvantage(factory, use), preset };
  });
  const piece = found && findings.build(path, () => found.make({ ...found.preset, ...options }));
  const names =
    (over as readonly string[] | undefined) ?? (piece?.decoupled && total !== undefined ? namesOf(total) : []);
  for (const name of names) if (!known.has(name)) reportUnknown(name, { path: [...path, "over"] }, known, findings);
  if (piece === undefined) return undefined;
  if (over !== undefined && !piece.decoupled) {
    findings.error("GUERDON_OPTION", { path: [...path, "over"], key: true }, notDecoupled(piece));
  }
  findings.attempt({ path }, () => piece.advantages(emptyInput(names.length), flatLayout([])));
  return { piece, over: names, name: use };
}

function notDecoupled({ id }: Advantage): { reason: string; fix: string } {
  return {
    reason: `Expected \`over\` with an advantage that reads single terms, got \`${id}\`, which reads the total.`,
    fix: "Leave `over` out, or use `gdpo`.",
  };
}

/** A batch of no rollouts: what an advantage throws on it, it would throw on every batch. */
function emptyInput(terms: number): AdvantageInput {
  const empty = fullSignal("rollout", []);
  return { total: empty, over: new Array<Signal>(terms).fill(empty), tokenCounts: new Float64Array(0) };
}

function requireAdvantage(factory: AnyFactory, use: string): (options: unknown) => Advantage {
  if (factory.kind === "advantage") return factory as unknown as (options: unknown) => Advantage;
  throw new RewardError(
    "GUERDON_PIECE_KIND",
    `Expected \`advantage\` to use an advantage, got the ${factory.kind} \`${use}\`.`,
    {
      hint: "Move it under `terms:`.",
    },
  );
}
