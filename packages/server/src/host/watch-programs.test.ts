import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProgramSpec } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import { ProgramRegistry } from "../service/program-registry.ts";
import { compiled, EXACT } from "../service/service.test-support.ts";
import { createLog } from "./create-log.ts";
import { watchPrograms } from "./watch-programs.ts";

describe("watchPrograms", () => {
  it("reads a changed file again, and keeps the old version of one that does not compile", async () => {
    const folder = mkdtempSync(join(tmpdir(), "guerdon-watch-"));
    const path = join(folder, "exact.json");
    let spec: ProgramSpec = EXACT;
    writeFileSync(path, "1");
    const programs = await ProgramRegistry.open([{ path, load: async () => compiled(spec) }]);
    const lines: string[] = [];
    const end = watchPrograms(programs, createLog("info", { write: (line) => void lines.push(line) }), 20);
    const write = async (next: ProgramSpec, text: string): Promise<void> => {
      const before = lines.length;
      spec = next;
      writeFileSync(path, text);
      for (let tries = 0; tries < 500 && lines.length === before; tries++) await sleep(20);
    };
    await write({ ...EXACT, total: "correct" }, "22");
    await write({ ...EXACT, total: "correcd" }, "333");
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      "program reloaded; runs that have begun stay on their version",
      "program does not compile; the old version goes on",
    ]);
    expect(lines[1]).toContain("Did you mean `correct`?");
    expect(programs.select("exact").hash).toBe(compiled({ ...EXACT, total: "correct" }).hash);
    end();
    rmSync(folder, { recursive: true });
  });
});
