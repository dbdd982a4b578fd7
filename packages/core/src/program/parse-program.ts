import type { Document, Node, Pair, Scalar } from "yaml";
import { RewardError } from "../error/index.ts";
import type { Place } from "./finding.ts";

/** Line and column, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A program file's content, and where in the file each part of it stands. */
export interface ProgramText {
  readonly spec: unknown;
  locate(place: Place): Position | undefined;
}

/**
 * Reads the text of a YAML or JSON program (JSON is YAML) and remembers where everything stands.
 *
 * @throws RewardError GUERDON_PROGRAM_SYNTAX with line and column
 * @throws RewardError GUERDON_ENGINE_MISSING when the optional package `yaml` is not installed
 */
export async function parseProgram(text: string): Promise<ProgramText> {
  const yaml = await import("yaml").catch((cause) => {
    throw new RewardError("GUERDON_ENGINE_MISSING", "Expected the package `yaml` to be installed, got none.", {
      hint: "Run `npm install yaml`, or write the program as an object.",
      cause,
    });
  });
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [problem] = document.errors;
  if (problem !== undefined) throw syntaxError(problem.message, at(problem.pos[0]));
  return {
    spec: contentOf(document),
    locate: (place) => {
      const offset = offsetOf(document, place, yaml.isMap, yaml.isSeq);
      return offset === undefined ? undefined : at(offset);
    },
  };
}

/** The plain value of a document; what its aliases would blow up is refused. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw syntaxError((error as Error).message, { line: 1, column: 1 });
  }
}

function syntaxError(problem: string, { line, column }: Position): RewardError {
  const message = `Expected YAML or JSON, got an error: ${problem.replace(/\.$/, "")}.`;
  return new RewardError("GUERDON_PROGRAM_SYNTAX", message, {
    hint: "Indent by spaces, close what is open, and quote texts that hold `{`, `:` or `#`.",
    details: { line, column },
  });
}

function offsetOf(
  document: Document,
  place: Place,
  isMap: (node: unknown) => boolean,
  isSeq: (node: unknown) => boolean,
): number | undefined {
  let node: Node | null = document.contents as Node | null;
  let offset = node?.range?.[0];
  for (const [depth, key] of place.path.entries()) {
    const last = depth === place.path.length - 1;
    if (isMap(node)) {
      const items = (node as unknown as { items: Pair<Scalar, Node | null>[] }).items;
      const pair = items.find((item) => String(item.key.value) === key);
      if (pair === undefined) return offset;
      node = pair.value;
      offset = last && (place.key === true || node === null) ? pair.key.range?.[0] : (node?.range?.[0] ?? offset);
      if (!last && node !== null) offset = pair.key.range?.[0] ?? offset;
    } else if (isSeq(node)) {
      node = (node as unknown as { items: Node[] }).items[Number(key)] ?? null;
      offset = node?.range?.[0] ?? offset;
    } else return offset;
  }
  if (place.at === undefined || offset === undefined || node === null) return offset;
  const type = (node as Scalar).type;
  if (type === "PLAIN") return offset + place.at;
  return type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? offset + place.at + 1 : offset;
}
