import { formatExpression } from "../expression/index.ts";
import { canonicalJson } from "../hash/canonical-json.ts";
import { sha256 } from "../hash/sha256.ts";
import type { Program, Term, TermBody } from "./program.ts";

/**
 * SHA-256 of what a program means: pieces with versions and complete options, fields, expressions.
 *
 * Spelling does not count: order of keys, white space, written-out defaults and names of presets leave it unchanged.
 */
export function programHash(program: Omit<Program, "hash">): string {
  const { total, advantage } = program;
  return sha256(
    canonicalJson({
      terms: Object.fromEntries(program.terms.map((term) => [term.name, termContent(term)])),
      total: formatExpression(total),
      credit: program.credit && termContent(program.credit),
      advantage: advantageContent(advantage),
    }),
  );
}

function termContent({ body, when, range, rangeDeclared, deadlineMs }: Term): Record<string, unknown> {
  return {
    ...bodyContent(body),
    when: when && formatExpression(when),
    range: rangeDeclared ? range : undefined,
    deadlineMs,
  };
}

/** One advantage without inputs is written without the list. */
function advantageContent({ links, over }: Program["advantage"]): unknown {
  const content = links.map(({ piece: { id, options }, inputs }, i) => ({
    id,
    options,
    ...(i === 0 ? { over } : {}),
    ...(inputs.length === 0 ? {} : { inputs: inputs.map(formatExpression) }),
  }));
  return content.length === 1 ? content[0] : content;
}

function bodyContent(body: TermBody): Record<string, unknown> {
  if (body.kind === "expression") return { expression: formatExpression(body.expression) };
  if (body.kind === "function") return { code: body.term.run.toString(), version: body.term.facts.version };
  const { id, options } = body.piece;
  if (body.kind === "transform") return { id, options, inputs: body.inputs.map(formatExpression) };
  return { id, options, fields: Object.fromEntries(body.fields.map(({ name, template }) => [name, template])) };
}
