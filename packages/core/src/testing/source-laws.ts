import { RewardError } from "../error/index.ts";
import type { AnyFactory, Context, FieldColumns, Source } from "../piece/index.ts";
import { flatLayout, type Json } from "../signal/index.ts";
import { brokenLaw, type Law, type LawSettings, thrown } from "./law.ts";
import type { SourceSubject } from "./score-of.ts";
import { rowsApart, sourceValueLaws } from "./source-value-laws.ts";

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
  const laws = piece.scope === "rollout" ? [...sourceValueLaws, rowsApart] : sourceValueLaws;
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
