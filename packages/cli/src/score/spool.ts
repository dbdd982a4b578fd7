import { once } from "node:events";
import { createWriteStream, existsSync, type WriteStream } from "node:fs";
import { open, rm, truncate } from "node:fs/promises";
import { RewardError } from "@guerdon/core/error";
import { readRows } from "../rollout-file/index.ts";
import type { RowText } from "./row-text.ts";

/** What a spool belongs to; a run may only go on where these are the same. */
export interface SpoolHead {
  readonly program: string;
  readonly input: string;
  readonly map: string;
}

/**
 * The rows scored so far, in input order, beside the output as `OUT.partial`.
 *
 * It survives whatever ends the run: a torn last line is dropped when the run goes on.
 */
export class Spool {
  readonly path: string;
  readonly #stream: WriteStream;

  private constructor(path: string, stream: WriteStream) {
    this.path = path;
    this.#stream = stream;
  }

  static pathFor(out: string): string {
    return `${out}.partial`;
  }

  /** Whether there is a partial output with anything in it: a run may be killed before its first line. */
  static async holdsAnything(out: string): Promise<boolean> {
    const path = Spool.pathFor(out);
    return existsSync(path) && (await wholeBytesOf(path)) > 0;
  }

  static async create(out: string, head: SpoolHead): Promise<Spool> {
    const stream = createWriteStream(Spool.pathFor(out), { flags: "w" });
    await once(stream, "open").catch((cause) => {
      throw new RewardError("GUERDON_FILE", `Expected \`${out}\` to be writable, got: ${cause.message}.`, { cause });
    });
    stream.write(`${JSON.stringify(head)}\n`);
    return new Spool(Spool.pathFor(out), stream);
  }

  /** Opens a spool to go on writing; a torn last line is cut off. */
  static async reopen(out: string): Promise<Spool> {
    const path = Spool.pathFor(out);
    await truncate(path, await wholeBytesOf(path));
    return new Spool(path, createWriteStream(path, { flags: "a" }));
  }

  async write(rows: readonly RowText[]): Promise<void> {
    if (rows.length === 0) return;
    if (!this.#stream.write(`${rows.map(spoolLine).join("\n")}\n`)) await once(this.#stream, "drain");
  }

  async close(): Promise<void> {
    this.#stream.end();
    await once(this.#stream, "close");
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

/** Reads a spool's head. */
export async function readSpoolHead(out: string): Promise<SpoolHead> {
  for await (const [first] of readRows(Spool.pathFor(out))) {
    if (first !== undefined && "text" in first) {
      try {
        return JSON.parse(first.text) as SpoolHead;
      } catch {
        break;
      }
    }
  }
  throw new RewardError(
    "GUERDON_RESUME",
    `Expected \`${Spool.pathFor(out)}\` to be a partial output, got another file.`,
    {
      hint: "Start anew with `--restart`.",
    },
  );
}

/** The whole rows of a spool, in order, in chunks. */
export async function* readSpool(out: string): AsyncGenerator<readonly RowText[]> {
  let head = true;
  for await (const chunk of readRows(Spool.pathFor(out), { maxLineBytes: 1024 ** 3 })) {
    const rows: RowText[] = [];
    for (const line of head ? chunk.slice(1) : chunk) {
      const row = "text" in line ? parseSpoolLine(line.text) : undefined;
      if (row !== undefined) rows.push(row);
    }
    head = false;
    yield rows;
  }
}

/** Bytes of a file up to and with its last line break. */
async function wholeBytesOf(path: string): Promise<number> {
  const file = await open(path, "r");
  try {
    let end = (await file.stat()).size;
    const buffer = Buffer.alloc(65_536);
    while (end > 0) {
      const start = Math.max(0, end - buffer.length);
      const { bytesRead } = await file.read(buffer, 0, end - start, start);
      const at = buffer.subarray(0, bytesRead).lastIndexOf(10);
      if (at >= 0) return start + at + 1;
      end = start;
    }
    return 0;
  } finally {
    await file.close();
  }
}

/** Fields are JSON texts, which hold no raw tab. */
function spoolLine(row: RowText): string {
  const flag = row.unreadable ? "!" : ".";
  return [flag, row.row, row.id, row.group, row.total, row.outcome, row.terms, row.notes, row.tokens, "$"].join("\t");
}

function parseSpoolLine(line: string): RowText | undefined {
  const parts = line.split("\t");
  if (parts.length !== 10 || parts[9] !== "$") return undefined;
  const [flag, row, id, group, total, outcome, terms, notes, tokens] = parts as string[] & { length: 10 };
  return {
    row: Number(row),
    id,
    group,
    total,
    outcome,
    terms,
    notes,
    tokens: Number(tokens),
    unreadable: flag === "!",
  } as RowText;
}
