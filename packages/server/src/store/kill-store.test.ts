import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newStoreFolder } from "./new-store-folder.test-support.ts";
import { openStore } from "./open-store.ts";
import { endWithThisProcess } from "./start-postgres.test-support.ts";

const PROGRAM = fileURLToPath(new URL("./commit-until-killed.test-support.ts", import.meta.url));
const KILLS = process.env.GUERDON_FULL === "1" ? 20 : 2;

describe("a store in a folder whose process is ended by kill -9", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await newStoreFolder();
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Keys that were acknowledged before the process was killed, in the middle of others. */
  async function killedAfter(count: number, first: number): Promise<readonly string[]> {
    const flags = ["--conditions=@guerdon/source", "--import", import.meta.resolve("tsx"), PROGRAM];
    const child = spawn(process.execPath, [...flags, folder, String(first)], { stdio: ["ignore", "pipe", "inherit"] });
    endWithThisProcess(child);
    const exit = once(child, "exit");
    let text = "";
    for await (const data of child.stdout) {
      text += data;
      if (text.split("\n").length > count) child.kill("SIGKILL");
    }
    await exit;
    return text.split("\n").slice(0, -1);
  }

  it("has every batch that was acknowledged, and opens again at once", async () => {
    const keys: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) keys.push(...(await killedAfter(5 + 13 * kill, kill * 100_000)));
    expect(keys.length).toBeGreaterThan(5 * KILLS);
    const store = await openStore(folder);
    try {
      const found = await Promise.all(keys.map((key) => store.findBatch(key)));
      expect(found.filter((batch) => batch === undefined)).toEqual([]);
      expect(new Set(found.map((batch) => batch?.id)).size).toBe(keys.length);
    } finally {
      await store.close();
    }
  }, 300_000);
});
