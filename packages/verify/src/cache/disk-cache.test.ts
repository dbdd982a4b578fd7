import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { diskCache } from "./disk-cache.ts";

const root = mkdtempSync(join(tmpdir(), "guerdon-cache-"));
afterAll(() => rmSync(root, { recursive: true }));

let directory = "";
let count = 0;
beforeEach(() => {
  directory = join(root, `${count++}`);
});

function keyOf(i: number): string {
  return createHash("sha256").update(String(i)).digest("hex");
}

function files(): string[] {
  return readdirSync(directory).map((name) => join(directory, name));
}

/** A process that sets keys from `first` on, to their number, and prints each number once it is kept. */
function writer(first: number, rows = 1e9): ReturnType<typeof spawn> {
  const code = `
    import { createHash } from "node:crypto";
    import { diskCache } from ${JSON.stringify(new URL("./disk-cache.ts", import.meta.url).href)};
    const cache = diskCache({ directory: ${JSON.stringify(directory)} });
    const keyOf = (i) => createHash("sha256").update(String(i)).digest("hex");
    for (let i = ${first}; i < ${first + rows}; i += 10) {
      const rows = Array.from({ length: 10 }, (_, j) => i + j);
      await Promise.all(rows.map((j) => cache.set(keyOf(j), { row: j, text: "x".repeat(200) })));
      process.stdout.write(rows.at(-1) + "\\n");
    }
    await cache.close();`;
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const args = ["--conditions=@guerdon/source", "--import", tsx, "--input-type=module", "-e", code];
  return spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
}

describe("diskCache", () => {
  it("finds values again, also before they are written and after it is opened anew", async () => {
    const values = [null, false, 0, "", "a\nb \u2028 é", [1, [2]], { a: { b: "c" } }];
    const cache = diskCache({ directory });
    const setting = values.map((value, i) => cache.set(keyOf(i), value));
    expect(await Promise.all(values.map((_, i) => cache.get(keyOf(i))))).toEqual(values);
    await Promise.all(setting);
    expect(await Promise.all(values.map((_, i) => cache.get(keyOf(i))))).toEqual(values);
    await cache.close();
    const again = diskCache({ directory });
    expect(await Promise.all(values.map((_, i) => again.get(keyOf(i))))).toEqual(values);
    expect(await again.get(keyOf(99))).toBeUndefined();
    await again.close();
  });

  it("makes no file to read nothing, and one file for thousands of values", async () => {
    const cache = diskCache({ directory });
    expect(await cache.get(keyOf(1))).toBeUndefined();
    expect(() => files()).toThrow("ENOENT");
    await Promise.all(Array.from({ length: 5_000 }, (_, i) => cache.set(keyOf(i), i)));
    expect(files()).toHaveLength(1);
    await cache.close();
  });

  it("keeps what was set when the process is killed, and never returns another value", async () => {
    const child = writer(0);
    let told = "";
    child.stdout?.on("data", (text) => {
      told += text;
    });
    while (told.split("\n").length < 30) await once(child.stdout as NodeJS.ReadableStream, "data");
    child.kill("SIGKILL");
    await once(child, "close");
    const kept = Number(told.trim().split("\n").at(-1));
    expect(kept).toBeGreaterThan(200);

    const cache = diskCache({ directory });
    const rows = Array.from({ length: kept + 200 }, (_, i) => i);
    const values = await Promise.all(rows.map((i) => cache.get(keyOf(i))));
    for (const i of rows) {
      const value = values[i] as { row: number } | undefined;
      if (i <= kept) expect(value).toBeDefined();
      if (value !== undefined) expect(value).toEqual({ row: i, text: "x".repeat(200) });
    }
    await cache.close();
  });

  it("ignores a torn tail at each length and changed bytes anywhere", async () => {
    const cache = diskCache({ directory });
    for (let i = 0; i < 5; i++) await cache.set(keyOf(i), { row: i });
    await cache.close();
    const [file] = files() as [string];
    const whole = readFileSync(file);
    const line = whole.length / 5;

    for (let cut = 1; cut <= line; cut += 7) {
      writeFileSync(file, whole.subarray(0, whole.length - cut));
      const torn = diskCache({ directory });
      expect(await Promise.all([0, 3, 4].map((i) => torn.get(keyOf(i))))).toEqual([{ row: 0 }, { row: 3 }, undefined]);
      await torn.close();
    }
    for (let at = 2 * line; at < 3 * line; at += 5) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 0x5a;
      writeFileSync(file, bytes);
      const changed = diskCache({ directory });
      const values = await Promise.all([0, 1, 2, 3, 4].map((i) => changed.get(keyOf(i))));
      expect([values[0], values[1], values[4]]).toEqual([{ row: 0 }, { row: 1 }, { row: 4 }]);
      expect([undefined, 2]).toContain((values[2] as { row: number } | undefined)?.row);
      await changed.close();
    }
  });

  it("does not return what was changed after it was indexed, and keeps it when set again", async () => {
    const cache = diskCache({ directory });
    await cache.set(keyOf(0), { row: 0 });
    await cache.set(keyOf(1), { row: 1 });
    const [file] = files() as [string];
    writeFileSync(file, readFileSync(file, "utf8").replace('"row":1', '"row":7'));
    expect(await cache.get(keyOf(0))).toEqual({ row: 0 });
    expect(await cache.get(keyOf(1))).toBeUndefined();
    await cache.set(keyOf(1), { row: 1 });
    expect(await cache.get(keyOf(1))).toEqual({ row: 1 });
    await cache.close();
  });

  it("holds what two processes write at the same time", async () => {
    const children = [writer(0, 1_000), writer(500, 1_000)];
    await Promise.all(children.map((child) => once(child, "close")));
    expect(files()).toHaveLength(2);
    const cache = diskCache({ directory });
    const values = await Promise.all(Array.from({ length: 1_500 }, (_, i) => cache.get(keyOf(i))));
    expect(values.map((value) => (value as { row: number }).row)).toEqual(Array.from({ length: 1_500 }, (_, i) => i));
    await cache.close();
  });

  it("finds within a second what another cache has set since", async () => {
    const [one, other] = [diskCache({ directory }), diskCache({ directory })];
    expect(await other.get(keyOf(0))).toBeUndefined();
    await one.set(keyOf(0), "found");
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await other.get(keyOf(0))).toBe("found");
    await Promise.all([one.close(), other.close()]);
  });

  it("stays below its limit by forgetting the oldest", async () => {
    const maxBytes = 2 ** 17;
    const cache = diskCache({ directory, maxBytes });
    const value = { text: "y".repeat(900) };
    for (let i = 0; i < 400; i++) {
      await cache.set(keyOf(i), value);
      if (i % 50 === 49)
        expect(files().reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(maxBytes);
    }
    await cache.close();
    const again = diskCache({ directory, maxBytes });
    expect(await again.get(keyOf(0))).toBeUndefined();
    expect(await again.get(keyOf(399))).toEqual(value);
    await again.set(keyOf(400), "z".repeat(maxBytes / 8));
    expect(await again.get(keyOf(400))).toBeUndefined();
    await again.close();
  });

  it("goes on when its files are removed", async () => {
    const cache = diskCache({ directory });
    await cache.set(keyOf(0), 0);
    rmSync(directory, { recursive: true });
    await cache.set(keyOf(1), 1);
    const again = diskCache({ directory });
    expect(await again.get(keyOf(1))).toBe(1);
    await Promise.all([cache.close(), again.close()]);
  });

  it("says what is wrong with a key, a limit or a directory", async () => {
    const cache = diskCache({ directory });
    await expect(cache.set("not hex", 1)).rejects.toMatchObject({
      code: "GUERDON_OPTION",
      message: "Expected `key` to be a hexadecimal digest, got `not hex`.",
    });
    expect(() => diskCache({ directory, maxBytes: 100 })).toThrow(
      "Expected `maxBytes` to be a whole number >= 65536, got 100.",
    );
    const file = join(root, "file");
    writeFileSync(file, "");
    const broken = diskCache({ directory: file });
    expect(await broken.get(keyOf(0))).toBeUndefined();
    await expect(broken.set(keyOf(0), 1)).rejects.toMatchObject({
      code: "GUERDON_FILE",
      message: `Expected \`directory\` to be writable, got \`${file}\`.`,
    });
  });
});
