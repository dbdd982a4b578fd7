import { createHash, randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Template } from "./query-request.ts";

// A shorter text travels with each request; a longer one would cost more to send than to run.
const INLINE_CHARACTERS = 2_000;
const KEPT = 256;

const templates = new Map<string, Template>();

/** A database that is made by SQL text. */
export function textTemplate(sql: string): Template {
  if (sql.length <= INLINE_CHARACTERS) return { kind: "text", sql };
  return remembered(`text:${sql}`, () => stored(Buffer.from(sql), "sql"));
}

/**
 * A database from an SQLite file, or from a file of SQL text.
 *
 * @throws Error when the file cannot be read
 */
export function fileTemplate(path: string): Template {
  const { mtimeMs, size } = statSync(path);
  return remembered(`file:${mtimeMs}:${size}:${path}`, () => {
    const bytes = readFileSync(path);
    return stored(bytes, bytes.subarray(0, 15).toString("latin1") === "SQLite format 3" ? "sqlite" : "sql");
  });
}

/**
 * The content of a stored template, in a child process.
 *
 * @throws Error when it is not there, or no longer what was stored
 */
export function readTemplate({ sha256 }: Template & { kind: "file" }): Buffer {
  const bytes = readFileSync(join(templateFolder(), sha256));
  if (digest(bytes) !== sha256) throw new Error(`the stored template ${sha256} was changed`);
  return bytes;
}

function remembered(key: string, make: () => Template): Template {
  const known = templates.get(key);
  if (known !== undefined) return known;
  const template = make();
  if (templates.size >= KEPT) templates.delete(templates.keys().next().value as string);
  templates.set(key, template);
  return template;
}

/** Writes a content once, under its own digest. */
function stored(bytes: Buffer, holds: "sql" | "sqlite"): Template {
  const sha256 = digest(bytes);
  const template: Template = { kind: "file", sha256, holds, bytes: bytes.byteLength };
  try {
    readTemplate(template);
  } catch {
    keepFile(sha256, bytes);
  }
  return template;
}

/** Keeps a file for later processes of this user. */
export function keepFile(name: string, bytes: Uint8Array): void {
  const part = join(templateFolder(), `${name}.${randomUUID()}`);
  writeFileSync(part, bytes, { mode: 0o600 });
  renameSync(part, join(templateFolder(), name));
}

let known: string | undefined;

/**
 * The folder of what is kept, for this user alone.
 *
 * @throws Error when others can write to it
 */
export function templateFolder(): string {
  if (known !== undefined) return known;
  const user = process.getuid?.();
  const folder = join(tmpdir(), `guerdon-sql-${user ?? "user"}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined) {
    const found = lstatSync(folder);
    const isOwn = found.isDirectory() && found.uid === user && (found.mode & 0o077) === 0;
    if (!isOwn) throw new Error(`${folder} is open to other users`);
  }
  known = folder;
  return folder;
}

function digest(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
