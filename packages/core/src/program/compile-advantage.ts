import { RewardError } from "../error/index.ts";
import { type Expression, namesOf } from "../expression/index.ts";
import type { AnyFactory, Library } from "../piece/library.ts";
import type { Advantage, AdvantageInput } from "../piece/piece.ts";
import { flatLayout, sizeAt } from "../signal/layout.ts";
import type { Level } from "../signal/level.ts";
import { fullSignal, type Signal } from "../signal/signal.ts";
import { type Drafter, optionKeys } from "./drafter.ts";
import type { Findings } from "./findings.ts";
import { reportUnknown } from "./order-drafts.ts";
import type { AdvantageChain, AdvantageLink } from "./program.ts";
import type { AdvantageOptions, ProgramSpec } from "./program-spec.ts";

/** What a chain of advantages may name, and where what is wrong with it goes. */
interface Chain {
  readonly total: Expression | undefined;
  /** Names of terms. */
  readonly terms: ReadonlySet<string>;
  /** Names of terms, of `total`, and of `credit` where there is one. */
  readonly known: ReadonlySet<string>;
  readonly library: Library;
  readonly drafter: Drafter;
  readonly findings: Findings;
}

/** Builds a program's chain of advantages; undefined when that is not possible. */
export function compileAdvantage(spec: ProgramSpec, chain: Chain): AdvantageChain | undefined {
  const given = spec.advantage ?? "grpo";
  const entries = Array.isArray(given) ? given : [given as string | AdvantageOptions];
  const links: AdvantageLink[] = [];
  let over: readonly string[] = [];
  for (const [i, entry] of entries.entries()) {
    const path = Array.isArray(given) ? ["advantage", String(i)] : ["advantage"];
    const built = buildLink(entry, path, links.at(-1), chain);
    if (built === undefined) return undefined;
    links.push(built.link);
    if (i === 0) over = built.over;
  }
  const name = entries.map((entry) => (typeof entry === "string" ? entry : entry.use)).join(" → ");
  return { name, over, links, level: (links.at(-1) as AdvantageLink).level };
}

function buildLink(
  entry: string | AdvantageOptions,
  path: readonly string[],
  before: AdvantageLink | undefined,
  { total, terms, known, library, drafter, findings }: Chain,
): { link: AdvantageLink; over: readonly string[] } | undefined {
  const { use, over, ...rest } = typeof entry === "string" ? { use: entry } : entry;
  const place = typeof entry === "string" ? path : [...path, "use"];
  const found = findings.attempt({ path: place }, () => {
    const { factory, options } = library.find(use);
    return { factory, make: requireAdvantage(factory, use), preset: options };
  });
  if (found === undefined) return undefined;
  const keys = optionKeys(found.factory);
  const part = (own: boolean): Record<string, unknown> =>
    Object.fromEntries(Object.entries(rest).filter(([key]) => keys.includes(key) === own));
  const piece = findings.build(path, () => found.make({ ...found.preset, ...part(true) }));
  if (piece === undefined) return undefined;
  reportPlace(piece, before, place, findings);
  const standIns = new Map([...known].map((name) => [name, `\`${name}\``]));
  const inputs = drafter.advantageInputs(piece, found.factory, part(false), path, standIns);
  const names = over ?? (piece.decoupled && total !== undefined ? namesOf(total) : []);
  for (const name of names) if (!terms.has(name)) reportUnknown(name, { path: [...path, "over"] }, terms, findings);
  if (over !== undefined && !piece.decoupled) {
    findings.error("GUERDON_OPTION", { path: [...path, "over"], key: true }, notDecoupled(piece));
  }
  const level = piece.level ?? (piece.refines === true ? before?.level : undefined) ?? "rollout";
  const link = { piece, inputs, level };
  if (inputs.length >= (piece.inputs?.length ?? 0)) {
    findings.attempt({ path }, () => piece.advantages(emptyInput(link, names.length), flatLayout([])));
  }
  return { link, over: names };
}

/** A piece that refines needs one before it, and any other may only come first. */
function reportPlace(
  { id, refines }: Advantage,
  before: AdvantageLink | undefined,
  path: readonly string[],
  findings: Findings,
): void {
  if ((refines === true) === (before !== undefined)) return;
  findings.error(
    "GUERDON_OPTION",
    { path },
    refines === true
      ? {
          reason: `Expected an advantage before \`${id}\`, which refines what is there, got none.`,
          fix: "Write a list that begins with an advantage: `[grpo, …]`.",
        }
      : {
          reason: `Expected \`advantage\` to go on with pieces that refine, got \`${id}\`, which makes advantages of its own.`,
          fix: "Keep one of the two.",
        },
  );
}

function notDecoupled({ id }: Advantage): { reason: string; fix: string } {
  return {
    reason: `Expected \`over\` with an advantage that reads single terms, got \`${id}\`, which reads the total.`,
    fix: "Leave `over` out, or use `gdpo`.",
  };
}

/** A batch of no rollouts: what an advantage throws on it, it would throw on every batch. */
function emptyInput({ piece, inputs, level }: AdvantageLink, terms: number): AdvantageInput {
  const empty = (at: Level): Signal => fullSignal(at, new Float64Array(sizeAt(flatLayout([]), at)));
  const specs = piece.inputs ?? [];
  return {
    total: empty("rollout"),
    over: new Array<Signal>(terms).fill(empty("rollout")),
    tokenCounts: new Float64Array(0),
    inputs: inputs.map((_, k) => empty(specs[Math.min(k, specs.length - 1)]?.level ?? "rollout")),
    ...(piece.refines === true ? { before: empty(level) } : {}),
  };
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
