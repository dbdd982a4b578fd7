import { didYouMean } from "../error/index.ts";
import { type Expression, namesOf, parseExpression } from "../expression/index.ts";
import type { AnyFactory, Library } from "../piece/library.ts";
import {
  type Advantage,
  type FieldSpec,
  type InputSpec,
  type Source,
  TRANSFORM_KINDS,
  type Transform,
} from "../piece/piece.ts";
import type { Json } from "../signal/json.ts";
import { parseTemplate, type Template } from "../template/index.ts";
import type { Findings } from "./findings.ts";
import { type FunctionTerm, isFunctionTerm, term } from "./function-term.ts";
import type { TermBody } from "./program.ts";
import { TERM_KEYS, type TermOptions, type TermSpec } from "./program-spec.ts";

/** A term whose piece is built and whose texts are parsed, before levels and ranges are known. */
export interface Draft {
  readonly name: string;
  readonly body: TermBody;
  readonly when?: Expression;
  readonly declaredRange?: readonly [number, number];
  readonly protects: readonly string[];
  readonly deadlineMs?: number;
  readonly reads: readonly string[];
  readonly implicit: boolean;
}

/** Names to read for inputs that are not given, by the name of the input. */
type StandIns = ReadonlyMap<string, string>;
const NONE: StandIns = new Map();

/** Keys of a term that some pieces have as options of their own. */
const OWN_FIRST = ["range", "deadlineMs"] as const;

/** Drafts terms, and the implicit terms their inputs default to. */
export class Drafter {
  readonly #library: Library;
  readonly #findings: Findings;
  readonly drafts: Map<string, Draft> = new Map();

  constructor(library: Library, findings: Findings) {
    this.#library = library;
    this.#findings = findings;
  }

  /**
   * Drafts one term.
   *
   * @param standIns - names to read for inputs that are not given
   */
  add(name: string, spec: TermSpec, path: readonly string[] = ["terms", name], standIns: StandIns = NONE): void {
    if (typeof spec === "string") {
      const expression = this.#expression(spec, path);
      if (expression !== undefined) this.#put(name, { kind: "expression", expression }, {}, false, [], path);
    } else if (typeof spec === "function") this.#function(name, term(spec));
    else if (isFunctionTerm(spec)) this.#function(name, spec);
    else this.#piece(name, spec, path, false, standIns);
  }

  /** The expressions an advantage's inputs stand for; what is neither input nor option is a finding. */
  advantageInputs(
    piece: Advantage,
    factory: AnyFactory,
    rest: Readonly<Record<string, unknown>>,
    path: readonly string[],
    standIns: StandIns,
  ): readonly Expression[] {
    const given = new Map(Object.entries(rest) as [string, Json][]);
    const inputs = piece.inputs ?? [];
    this.#rejectUnknown(
      piece.id,
      inputs.map(({ name }) => name),
      given,
      optionKeys(factory),
      ["use", "over"],
      path,
    );
    return this.#inputs({ id: piece.id, inputs }, given, path, standIns);
  }

  #function(name: string, body: FunctionTerm): void {
    const { when, range, protects, deadlineMs } = body.facts;
    const options = { when, range, protects, deadlineMs };
    this.#put(name, { kind: "function", term: body }, options, false, body.facts.reads ?? []);
  }

  #piece(name: string, spec: TermOptions, path: readonly string[], implicit: boolean, standIns: StandIns = NONE): void {
    const found = this.#findings.attempt({ path: [...path, "use"] }, () => this.#library.find(spec.use));
    if (found === undefined) return;
    if (found.factory.kind !== "source" && !TRANSFORM_KINDS.includes(found.factory.kind)) {
      this.#findings.error(
        "GUERDON_PIECE_KIND",
        { path: [...path, "use"] },
        {
          reason: `Expected a term to use a source or a piece from signals to a signal, got the ${found.factory.kind} \`${spec.use}\`.`,
          fix: found.factory.kind === "advantage" ? "Move it under `advantage:`." : "Use another piece here.",
        },
      );
      return;
    }
    const keys = optionKeys(found.factory);
    const own = Object.fromEntries(Object.entries(spec).filter(([key]) => keys.includes(key)));
    const piece = this.#findings.build(path, () => found.factory({ ...found.options, ...own })) as
      | Source
      | Transform
      | undefined;
    if (piece === undefined) return;
    const rest = Object.entries(spec).filter(([key]) => !keys.includes(key) && !Object.hasOwn(TERM_KEYS, key));
    const given = new Map(rest as [string, Json][]);
    const slots = piece.kind === "source" ? Object.keys(piece.fields) : piece.inputs.map((input) => input.name);
    this.#rejectUnknown(piece.id, slots, given, keys, Object.keys(TERM_KEYS), path);
    const body: TermBody =
      piece.kind === "source"
        ? this.#source(piece, given, path)
        : { kind: "transform", piece, inputs: this.#inputs(piece, given, path, standIns) };
    // What the piece has as an option of its own is the piece's: the range it scores in, the deadline of a row.
    const taken = Object.fromEntries(OWN_FIRST.filter((key) => keys.includes(key)).map((key) => [key, undefined]));
    this.#put(name, body, { ...spec, ...taken }, implicit, [], path);
  }

  #rejectUnknown(
    id: string,
    slots: readonly string[],
    given: ReadonlyMap<string, Json>,
    keys: readonly string[],
    shared: readonly string[],
    path: readonly string[],
  ): void {
    const known = [...slots, ...keys];
    for (const key of given.keys()) {
      if (slots.includes(key)) continue;
      const fix = `${didYouMean(key, [...known, ...shared])} It takes ${known.map((k) => `\`${k}\``).join(", ")}.`;
      this.#findings.error(
        "GUERDON_OPTION",
        { path: [...path, key], key: true },
        {
          reason: `Expected an option of \`${id}\`, got \`${key}\`.`,
          fix: fix.trim(),
        },
      );
    }
  }

  #source(piece: Source, given: ReadonlyMap<string, Json>, path: readonly string[]): TermBody {
    const fields: { name: string; spec: FieldSpec; template: Template }[] = [];
    for (const [name, spec] of Object.entries(piece.fields)) {
      const text = given.get(name) ?? spec.default;
      if (text === undefined) {
        if (spec.optional === true) continue;
        this.#findings.error(
          "GUERDON_FIELD_MISSING",
          { path },
          {
            reason: `Expected \`${name}\` of \`${piece.id}\` to be given, got nothing.`,
            fix: `Add \`${name}: "{{ item.… }}"\` with the field of your rows it should read.`,
          },
        );
        continue;
      }
      const template = this.#findings.attempt({ path: [...path, name] }, () => parseTemplate(text));
      if (template !== undefined) fields.push({ name, spec, template });
    }
    return { kind: "source", piece, fields };
  }

  #inputs(
    piece: Pick<Transform, "id" | "inputs">,
    given: ReadonlyMap<string, Json>,
    path: readonly string[],
    standIns: StandIns,
  ): Expression[] {
    const inputs: Expression[] = [];
    for (const input of piece.inputs) {
      const value = given.get(input.name) ?? standIns.get(input.name) ?? constantOf(input);
      if (value === undefined) {
        const name = this.#implicit(input, piece, path);
        if (name !== undefined) inputs.push(parseExpression(`\`${name}\``));
        continue;
      }
      const list = Array.isArray(value) ? value : [value];
      if (list.length === 0 || (list.length > 1 && input.many !== true)) {
        this.#findings.error(
          "GUERDON_OPTION",
          { path: [...path, input.name] },
          {
            reason: `Expected \`${input.name}\` of \`${piece.id}\` to be ${input.many === true ? "at least one expression" : "one expression"}, got ${list.length}.`,
            fix: input.many === true ? "Name the terms to combine." : "Give one, or use a combinator.",
          },
        );
      }
      (list as readonly Json[]).forEach((entry, i) => {
        const place = Array.isArray(value) ? [...path, input.name, String(i)] : [...path, input.name];
        const expression = this.#input(entry, `\`${input.name}\` of \`${piece.id}\``, place);
        if (expression !== undefined) inputs.push(expression);
      });
    }
    return inputs;
  }

  #input(entry: Json, what: string, path: readonly string[]): Expression | undefined {
    if (typeof entry === "string" || typeof entry === "number") return this.#expression(String(entry), path);
    this.#findings.error(
      "GUERDON_OPTION",
      { path },
      {
        reason: `Expected ${what} to be an expression over terms, got ${JSON.stringify(entry)}.`,
        fix: "Make it a term of its own and write that term's name here.",
      },
    );
    return undefined;
  }

  #implicit(input: InputSpec, piece: Pick<Transform, "id">, path: readonly string[]): string | undefined {
    if (input.default === undefined || typeof input.default === "number") {
      this.#findings.error(
        "GUERDON_OPTION",
        { path },
        {
          reason: `Expected \`${input.name}\` of \`${piece.id}\` to be given, got nothing.`,
          fix: `Add \`${input.name}:\` with the term it should read.`,
        },
      );
      return undefined;
    }
    const { use, ...options } = input.default;
    const name = `${use}(${Object.entries(options)
      .map(([key, value]) => `${key}: ${String(value)}`)
      .join(", ")})`;
    if (!this.drafts.has(name)) this.#piece(name, input.default as TermOptions, path, true);
    return this.drafts.has(name) ? name : undefined;
  }

  #put(
    name: string,
    body: TermBody,
    options: { [key in keyof TermOptions]?: TermOptions[key] | undefined },
    implicit: boolean,
    reads: readonly string[] = [],
    path: readonly string[] = ["terms", name],
  ): void {
    const when = options.when === undefined ? undefined : this.#expression(options.when, [...path, "when"]);
    const { range, protects = [], deadlineMs } = options;
    if (range !== undefined && !(range[0] <= range[1])) {
      this.#findings.error(
        "GUERDON_OPTION",
        { path: [...path, "range"] },
        { reason: `Expected \`range\` to be [smallest, largest], got [${range.join(", ")}].`, fix: "Swap the two." },
      );
    }
    const expressions = body.kind === "transform" ? body.inputs : body.kind === "expression" ? [body.expression] : [];
    const names = [...expressions, ...(when === undefined ? [] : [when])].flatMap(namesOf);
    this.drafts.set(name, {
      name,
      body,
      ...(when === undefined ? {} : { when }),
      ...(range === undefined ? {} : { declaredRange: range }),
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
      protects: typeof protects === "string" ? [protects] : protects,
      reads: [...new Set([...reads, ...names])],
      implicit,
    });
  }

  #expression(text: string, path: readonly string[]): Expression | undefined {
    return this.#findings.attempt({ path }, () => parseExpression(text));
  }
}

/** The number an input stands for when it is not given. */
function constantOf({ default: value }: InputSpec): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Names of the options a piece takes. */
export function optionKeys(factory: AnyFactory): readonly string[] {
  const shape = (factory.options as { readonly shape?: Record<string, unknown> }).shape;
  return Object.keys(shape ?? {});
}
