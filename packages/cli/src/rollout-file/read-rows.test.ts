import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readRows } from "./read-rows.ts";
import type { Row } from "./row.ts";

const folder = mkdtempSync(join(tmpdir(), "guerdon-rows-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LINES = Array.from({ length: 5000 }, (_, index) => JSON.stringify({ id: index, text: `answer ${index * 7919}` }));

describe("readRows", () => {
  it.each([
    ["plain", Buffer.from(LINES.join("\n"))],
    ["gzipped, whatever its name", gzipSync(LINES.join("\n"))],
    [
      "gzipped in two parts",
      Buffer.concat([gzipSync(`${LINES.slice(0, 9).join("\n")}\n`), gzipSync(LINES.slice(9).join("\n"))]),
    ],
  ])("reads every line of a %s file", async (name, bytes) => {
    const rows = await all(fileOf(`${name}.jsonl`, bytes));
    expect(rows).toEqual(LINES.map((text, index) => ({ row: index + 1, text })));
  });

  it("knows how many bytes it has read", async () => {
    const path = fileOf("counted.jsonl", gzipSync(LINES.join("\n")));
    const reader = readRows(path);
    const { totalBytes } = reader;
    expect(reader.bytesRead).toBe(0);
    for await (const _ of reader);
    expect(reader.bytesRead).toBe(totalBytes);
  });

  it("keeps all complete rows of a gzipped file that breaks off", async () => {
    const whole = gzipSync(LINES.join("\n"));
    const rows = await all(fileOf("broken.jsonl.gz", whole.subarray(0, whole.length - 2000)));
    const last = rows.pop();
    expect(rows.length).toBeGreaterThan(4000);
    expect(rows).toEqual(LINES.slice(0, rows.length).map((text, index) => ({ row: index + 1, text })));
    expect(last).toMatchObject({ row: rows.length + 1, error: { code: "GUERDON_FILE" } });
    expect(
      messageOf(last)
        .replaceAll(folder, "FOLDER")
        .replace(/row \d+/, "row N"),
    ).toMatchInlineSnapshot(
      `"Expected \`FOLDER/broken.jsonl.gz\` to be readable to its end, got: unexpected end of file after row N."`,
    );
  });

  it("keeps the rows before damaged gzip data", async () => {
    const whole = gzipSync(LINES.join("\n"), { level: 0 });
    whole.fill(255, whole.length - 60_000, whole.length - 50_000);
    const rows = await all(fileOf("damaged.jsonl.gz", whole));
    expect(rows.length).toBeGreaterThan(1000);
    expect(rows.at(-1)).toMatchObject({ error: { code: "GUERDON_FILE" } });
  });

  it("skips a line over the limit and goes on", async () => {
    const path = fileOf("long.jsonl", Buffer.from(`"a"\n"${"x".repeat(3_000_000)}"\n"b"\n`));
    const rows = await all(path, 1_000_000);
    expect(rows.map((row) => ("error" in row ? row.error.code : row.text))).toEqual([
      '"a"',
      "GUERDON_ROW_LENGTH",
      '"b"',
    ]);
  });

  it("stops reading when the loop stops", async () => {
    for await (const rows of readRows(fileOf("stopped.jsonl", gzipSync(LINES.join("\n"))))) {
      expect(rows[0]).toEqual({ row: 1, text: LINES[0] });
      break;
    }
  });

  it("closes the file when the loop stops at the first rows", async () => {
    const path = fileOf("closed.jsonl", Buffer.from(LINES.join("\n").repeat(20)));
    const before = openFiles();
    for await (const _ of readRows(path)) break;
    await expect.poll(openFiles).toBe(before);
  });

  it.each([
    ["missing.jsonl", "no such file"],
    [".", "a folder"],
  ])("refuses %s", (name, reason) => {
    const path = join(folder, name);
    expect(() => readRows(path)).toThrow(`Expected \`${path}\` to be a file of rollouts, got ${reason}.`);
  });
});

function fileOf(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Number of open descriptors of this process. */
function openFiles(): number {
  return existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0;
}

async function all(path: string, maxLineBytes?: number): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const chunk of readRows(path, maxLineBytes === undefined ? {} : { maxLineBytes })) rows.push(...chunk);
  return rows;
}

function messageOf(row: Row | undefined): string {
  return row !== undefined && "error" in row ? row.error.message : "";
}
