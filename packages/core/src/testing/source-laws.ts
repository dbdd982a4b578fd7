import { RewardError } from "../error/index.ts";
import type { AnyFactory, Context, FieldColumns, Source } from "../piece/index.ts";
import { flatLayout, type Json, type Layout, missingAt, type Signal, SignalBuilder, sizeAt } from "../signal/index.ts";
import { difference, shown, wordsAt } from "./compare.ts";
import { firstBreach, firstBreachAt } from "./first-breach.ts";
import { brokenLaw, type Law, type LawSettings, thrown } from "./law.ts";
import { takeLayout, takeRows } from "./rows.ts";
import { shapeBreach } from "./shape-breach.ts";

interface SourceSubject {
  readonly factory: AnyFactory;
  readonly piece: Source;
  readonly columns: FieldColumns;
  readonly layout: Layout;
  readonly context: Context;
}

type SourceLaw = { readonly name: string; breach(subject: SourceSubject): Promise<string | undefined> };

/**
 * The laws of sources that apply to one piece, over example columns.
 *
 * @throws RewardError GUERDON_LAW when `columns` is not given or lacks a required field
 */
export function sourceLaws(factory: AnyFactory, settings: LawSettings): Law[] {
  const piece = factory(settings.options) as Source;
  const columns = fullColumns(factory, piece, settings.columns);
  const rows = Object.values(columns)[0]?.length ?? 0;
  const subject: SourceSubject = {
    factory,
    piece,
    columns,
    layout: settings.layout ?? flatLayout(new Array<number>(rows).fill(1)),
    context: settings.context ?? STILL,
  };
  const laws = piece.scope === "rollout" ? [...LAWS, rowsApart] : LAWS;
  return laws.map((law) => ({
    name: law.name,
    check: async () => {
      const breach = await law.breach({ ...subject, columns: cloneOf(columns) }).catch(thrown);
      if (breach !== undefined) throw brokenLaw(factory, law.name, breach, { options: JSON.stringify(piece.options) });
    },
  }));
}

/** A context without pool: time stands still and no call is answered. */
const STILL: Context = {
  clock: { now: () => 0, after: () => () => {} },
  seed: 1,
  call: () =>
    Promise.reject(
      new RewardError("GUERDON_LAW", "Expected `context` to be given for a source that calls the pool, got none.", {
        hint: "Pass the context of a running engine in the settings.",
      }),
    ),
};

const LAWS: readonly SourceLaw[] = [
  {
    name: "rebuilds from JSON",
    breach: async (subject) => {
      const { factory, piece } = subject;
      const rebuilt = factory(JSON.parse(JSON.stringify(piece.options))) as Source;
      if (rebuilt.id !== piece.id) return `id ${rebuilt.id} after the round trip`;
      return difference(await scoreOf(subject), await scoreOf({ ...subject, piece: rebuilt }), 0);
    },
  },
  {
    name: "gives the same result twice",
    breach: async (subject) => difference(await scoreOf(subject), await scoreOf(subject), 0),
  },
  {
    name: "does not change its columns",
    breach: async (subject) => {
      const before = JSON.stringify(subject.columns);
      await scoreOf(subject);
      return JSON.stringify(subject.columns) === before ? undefined : "columns that differ after scoring";
    },
  },
  {
    name: "reads only its declared fields",
    breach: async (subject) => {
      const undeclared = new Set<string>();
      const columns = new Proxy(subject.columns, {
        get: (target, field) => {
          if (typeof field === "string" && !(field in subject.piece.fields)) undeclared.add(field);
          return Reflect.get(target, field);
        },
      });
      await scoreOf({ ...subject, columns });
      return undeclared.size === 0
        ? undefined
        : `a read of ${[...undeclared].map((field) => `\`${field}\``).join(", ")}`;
    },
  },
  {
    name: "decides every value",
    breach: async (subject) => {
      const out = await scoreOf(subject);
      const silent = firstBreachAt(out, (i) =>
        out.present[i] === 1 || out.notes?.missing.has(i) === true ? undefined : `neither a value nor a reason at ${i}`,
      );
      return shapeBreach(out, sizeAt(subject.layout, out.level)) ?? silent;
    },
  },
  {
    name: "blames the engine for nothing",
    breach: async (subject) => {
      const out = await scoreOf(subject);
      return firstBreachAt(out, (i) => {
        if (out.present[i] === 1) return undefined;
        const reason = missingAt(out, i);
        return reason.kind === "failed" && reason.blame === "engine" ? `${wordsAt(out, i)} at ${i}` : undefined;
      });
    },
  },
  {
    name: "stays in its range",
    breach: async (subject) => {
      const { min, max } = subject.piece.range;
      const out = await scoreOf(subject);
      return firstBreachAt(out, (i) => {
        const value = out.values[i] as number;
        return out.present[i] === 0 || (value >= min && value <= max)
          ? undefined
          : `${value} at ${i} outside of [${min}, ${max}]`;
      });
    },
  },
  {
    name: "takes an empty batch",
    breach: async (subject) => {
      const columns = Object.fromEntries(Object.keys(subject.columns).map((field) => [field, []]));
      return shapeBreach(await scoreOf({ ...subject, columns, layout: flatLayout([]) }), 0);
    },
  },
];

const rowsApart: SourceLaw = {
  name: "judges each row alone",
  breach: async (subject) => {
    const { columns, layout } = subject;
    const together = await scoreOf(subject);
    const alone = layout.groupOf.map((_, row) => row);
    const signals = await Promise.all(
      Array.from(alone, (row) =>
        scoreOf({ ...subject, columns: rowOf(columns, row), layout: takeLayout(layout, [row]) }),
      ),
    );
    return firstBreach(signals, (signal, row) => {
      const breach = difference(takeRows(together, indicesOf(subject, row)), signal, 0);
      return breach === undefined ? undefined : `${breach} for row ${row} alone: ${JSON.stringify(shown(signal))}`;
    });
  },
};

async function scoreOf({ piece, columns, context, layout }: SourceSubject): Promise<Signal> {
  const level = piece.level ?? "rollout";
  const out = new SignalBuilder(level, sizeAt(layout, level));
  await piece.score(columns, out, context, layout);
  return out.build();
}

/** Where the values of one row lie in the signal of all rows. */
function indicesOf({ piece, layout }: SourceSubject, row: number): readonly number[] {
  if (piece.level === undefined || piece.level === "rollout") return [row];
  const offsets = piece.level === "step" ? layout.stepOffsets : layout.tokenOffsets;
  const from = offsets[row] as number;
  return Array.from({ length: (offsets[row + 1] as number) - from }, (_, i) => from + i);
}

function rowOf(columns: FieldColumns, row: number): FieldColumns {
  return Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, [column[row]]]));
}

/** The columns with undefined where an optional field is not given. */
function fullColumns(factory: AnyFactory, piece: Source, columns: FieldColumns | undefined): FieldColumns {
  const rows = Object.values(columns ?? {})[0]?.length;
  const absent = Object.keys(piece.fields).filter((field) => columns?.[field] === undefined);
  const required = absent.filter((field) => piece.fields[field]?.optional !== true);
  if (rows === undefined || required.length > 0) {
    const got = required.map((field) => `no \`${field}\``).join(", ");
    throw new RewardError(
      "GUERDON_LAW",
      `Expected \`columns\` to hold the fields of \`${factory.id}\`, got ${got || "none"}.`,
      {
        hint: "Give a few example rows by field name.",
        details: { piece: factory.id, absent: required },
      },
    );
  }
  return { ...columns, ...Object.fromEntries(absent.map((field) => [field, new Array(rows).fill(undefined)])) };
}

function cloneOf(columns: FieldColumns): FieldColumns {
  const clone = (value: Json | undefined): Json | undefined =>
    value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json);
  return Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, column.map(clone)]));
}
