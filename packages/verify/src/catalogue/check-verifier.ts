import { groupRelative } from "@guerdon/core/advantage";
import { type Runtime, runTerms } from "@guerdon/core/engine";
import { RewardError } from "@guerdon/core/error";
import { canonicalJson } from "@guerdon/core/hash";
import { makeLibrary, type Source } from "@guerdon/core/piece";
import { compile } from "@guerdon/core/program";
import { type Batch, makeBatch, type Outcome, outcomeAt, type Rollout, type Signal } from "@guerdon/core/signal";
import type { Verifier } from "./verifier-catalogue.ts";
import type { RowFields, RowValue, VerifierRow } from "./verifier-rows.ts";

export type CheckVerdict = "passed" | "failed" | "absent";

/** What one row said here. */
export interface RowCheck {
  readonly kind: "gold" | "near miss";
  readonly title: string;
  /** `absent`: an engine that it needs is not here. */
  readonly verdict: CheckVerdict;
  readonly expected: RowValue;
  readonly got?: RowValue;
  /** Why there is no value. */
  readonly why?: string;
}

/** Whether a verifier works here. */
export interface VerifierCheck {
  readonly name: string;
  readonly domain: string;
  /** `failed` with a row that fails or without rows, else `absent` with a row whose engine is absent, else `passed`. */
  readonly verdict: CheckVerdict;
  readonly rows: readonly RowCheck[];
  /** Engines that are absent, with the reason and how to get them. */
  readonly absent: readonly { readonly engine: string; readonly why: string; readonly install: string }[];
}

const TOLERANCE = 1e-9;

type Tried = VerifierRow & { readonly kind: RowCheck["kind"] };

/** Runs the rows of a verifier as a program would, with the engines that are here. */
export async function checkVerifier(verifier: Verifier, runtime: Runtime): Promise<VerifierCheck> {
  const { name, domain, engines } = verifier;
  const found = await Promise.all(
    engines.map(async (engine) => ({ engine: engine.name, why: await engine.absent(), install: engine.install })),
  );
  const absent = found.flatMap(({ why, ...engine }) => (why === undefined ? [] : [{ ...engine, why }]));
  const rows: RowCheck[] = [];
  for (const group of byOptions(verifier)) rows.push(...(await checkRows(verifier, group, runtime, absent.length > 0)));
  return { name, domain, verdict: verdictOf(rows), rows, absent };
}

function verdictOf(rows: readonly RowCheck[]): CheckVerdict {
  if (rows.length === 0) return "failed";
  return (["failed", "absent"] as const).find((verdict) => rows.some((row) => row.verdict === verdict)) ?? "passed";
}

function byOptions({ rows: { gold, nearMisses } }: Verifier): readonly (readonly Tried[])[] {
  const groups = new Map<string, Tried[]>();
  const add = (row: Tried): void => {
    const key = canonicalJson(row.options ?? {});
    groups.set(key, [...(groups.get(key) ?? []), row]);
  };
  for (const row of gold) add({ ...row, kind: "gold" });
  for (const row of nearMisses) add({ ...row, kind: "near miss" });
  return [...groups.values()];
}

/** Checks rows that share their options. */
async function checkRows(
  verifier: Verifier,
  rows: readonly Tried[],
  runtime: Runtime,
  mayLack: boolean,
): Promise<readonly RowCheck[]> {
  const scored = await scoreRows(verifier, rows, runtime);
  return rows.map((row, r) => {
    const { kind, title, value: expected } = row;
    const outcomes = typeof scored === "string" ? scored : (scored[r] as readonly Outcome[]);
    const about = { kind, title, expected };
    if (typeof outcomes === "string") return { ...about, verdict: "failed", why: outcomes };
    const missing = outcomes.find((outcome) => outcome.kind !== "scored");
    if (missing !== undefined) {
      const lacks = mayLack && missing.kind === "failed" && (missing.blame === "engine" || missing.blame === "sandbox");
      return { ...about, verdict: lacks ? "absent" : "failed", why: missing.reason };
    }
    const values = outcomes.map((outcome) => (outcome.kind === "scored" ? outcome.value : Number.NaN));
    const got = typeof expected === "number" && values.length === 1 ? (values[0] as number) : values;
    return { ...about, verdict: isClose(expected, got) ? "passed" : "failed", got };
  });
}

function isClose(expected: RowValue, got: RowValue): boolean {
  if (typeof expected === "number") return typeof got === "number" && Math.abs(got - expected) <= TOLERANCE;
  if (typeof got === "number" || got.length !== expected.length) return false;
  return expected.every((value, i) => Math.abs((got[i] as number) - value) <= TOLERANCE);
}

/** The outcomes of each row, or why there are none. */
async function scoreRows(
  { name, factory }: Verifier,
  rows: readonly VerifierRow[],
  runtime: Runtime,
): Promise<readonly (readonly Outcome[])[] | string> {
  const options = rows[0]?.options ?? {};
  try {
    const piece = factory(options) as Source;
    const fields = Object.fromEntries(Object.keys(piece.fields).map((field) => [field, `{{ item.${field} }}`]));
    const terms = { value: { use: name, ...options, ...fields } };
    const spec = { reward: "check", terms, total: "0", advantage: groupRelative.pieceName };
    const { program, findings } = compile(spec, makeLibrary([factory, groupRelative]));
    if (program === undefined) return findings.map(({ reason }) => reason).join(" ");
    const { batch, places } = batchOf(rows, piece.level ?? "rollout");
    const result = (await runTerms(program.terms, batch, runtime, new Map())).get("value");
    return places.map((at) => outcomesOf(result?.signal as Signal, at, batch));
  } catch (error) {
    if (RewardError.is(error)) return error.message;
    throw error;
  }
}

/** One group a row, the row first; `places` says where the rows are. */
function batchOf(
  rows: readonly VerifierRow[],
  level: NonNullable<Source["level"]>,
): { readonly batch: Batch; readonly places: readonly number[] } {
  const rollouts: Rollout[] = [];
  const places = rows.map(({ fields, others = [], value }, r) => {
    const at = rollouts.length;
    const parts = partsOf(level, typeof value === "number" ? 1 : value.length);
    [fields, ...others].forEach((item: RowFields, i) => {
      rollouts.push({ id: `${r}.${i}`, group: `${r}`, item, prompt: [], completion: [], ...parts });
    });
    return at;
  });
  return { batch: makeBatch(rollouts), places };
}

function partsOf(level: NonNullable<Source["level"]>, count: number): Partial<Rollout> {
  if (level === "rollout") return {};
  if (level === "token") return { tokens: { ids: new Array<number>(count).fill(0) } };
  return { steps: Array.from({ length: count }, () => ({})) };
}

function outcomesOf(signal: Signal, rollout: number, { layout }: Batch): readonly Outcome[] {
  const offsets = { step: layout.stepOffsets, token: layout.tokenOffsets }[signal.level as "step" | "token"];
  const [from, to] = offsets === undefined ? [rollout, rollout + 1] : [offsets[rollout], offsets[rollout + 1]];
  return Array.from({ length: (to as number) - (from as number) }, (_, i) => outcomeAt(signal, (from as number) + i));
}
