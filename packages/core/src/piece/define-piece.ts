import type { z } from "zod";
import { RewardError } from "../error/reward-error.ts";
import type { Advantage, Kind, Piece, PieceId, Source, Transform } from "./piece.ts";

/** A named, versioned maker of pieces: call it with options, get a piece that can be rebuilt from JSON. */
export interface PieceFactory<P extends Piece = Piece, I = Record<string, unknown>> {
  (options?: I): P;
  readonly id: PieceId;
  readonly kind: Kind;
  /** The word used in programs: `use: clip`. */
  readonly pieceName: string;
  readonly summary: string;
  readonly options: z.ZodType;
}

type Facts<P extends Piece> = Omit<P, "id" | "kind" | "options" | "needs" | "scope"> &
  Partial<Pick<P, "needs" | "scope">>;

export interface PieceDefinition<P extends Piece, S extends z.ZodType> {
  readonly name: string;
  readonly version: number;
  /** One sentence: what the piece does. */
  readonly summary: string;
  readonly options: S;
  /** States the facts and the function for one set of options. */
  build(options: z.output<S>): Facts<P>;
}

export const defineSource = <S extends z.ZodType>(d: PieceDefinition<Source<z.output<S>>, S>): SourceFactory<S> =>
  definePiece("source", d);

/** Defines a piece that turns signals into a signal; the last word of its name is the kind. */
export type DefineTransform = <S extends z.ZodType>(
  d: PieceDefinition<Transform<z.output<S>>, S>,
) => TransformFactory<S>;

export const defineCombinator: DefineTransform = (d) => definePiece("combinator", d);
export const defineShaper: DefineTransform = (d) => definePiece("shaper", d);
export const defineCredit: DefineTransform = (d) => definePiece("credit", d);
export const defineSchedule: DefineTransform = (d) => definePiece("schedule", d);
export const defineSampler: DefineTransform = (d) => definePiece("sampler", d);
export const defineRouter: DefineTransform = (d) => definePiece("router", d);

export const defineAdvantage = <S extends z.ZodType>(
  d: PieceDefinition<Advantage<z.output<S>>, S>,
): AdvantageFactory<S> => definePiece("advantage", d);

export type SourceFactory<S extends z.ZodType> = PieceFactory<Source<z.output<S>>, z.input<S>>;
export type TransformFactory<S extends z.ZodType> = PieceFactory<Transform<z.output<S>>, z.input<S>>;
export type AdvantageFactory<S extends z.ZodType> = PieceFactory<Advantage<z.output<S>>, z.input<S>>;

function definePiece<P extends Piece<z.output<S>>, S extends z.ZodType>(
  kind: Kind,
  definition: PieceDefinition<P, S>,
): PieceFactory<P, z.input<S>> {
  const id: PieceId = `${kind}/${definition.name}@${definition.version}`;
  const make = (input?: z.input<S>): P => {
    const options = parseOptions(id, definition.options, input ?? {});
    const facts = definition.build(options);
    return { needs: [], scope: "rollout", ...facts, id, kind, options } as unknown as P;
  };
  return Object.assign(make, {
    id,
    kind,
    pieceName: definition.name,
    summary: definition.summary,
    options: definition.options,
  });
}

function parseOptions<S extends z.ZodType>(id: PieceId, schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const path = issue.path.join(".");
  const got = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], input);
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected ${path === "" ? "the options" : `\`${path}\``} of \`${id}\` to be valid, got ${shown(got)}: ${issue.message}.`,
    { details: { piece: id, path, got: shown(got), issue: issue.message } },
  );
}

/** A value as JSON writes it, and in words where JSON cannot. */
function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return `a ${typeof value} that is no JSON`;
  }
}
