import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { folderWith, runCli, startCli } from "./run-cli.test-support.ts";

const PROGRAM = `reward: sums
terms:
  correct: { use: number, expected: "{{ item.answer }}" }
total: default(correct, 0)
`;
const KEY = "0123456789abcdef0";

interface Served {
  readonly url: string;
  readonly pid: number;
  readonly keys: boolean;
  readonly store: string;
  readonly programs: readonly { readonly program: string }[];
  readonly protocols: { readonly [name: string]: readonly string[] };
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += chunk;
    if (text.includes("\n")) break;
  }
  return text.slice(0, text.indexOf("\n"));
}

describe("guerdon serve", () => {
  it("prints its addresses, wants keys, follows its file, and stops when it is told to", async () => {
    using folder = folderWith({ "sums.yaml": PROGRAM, "keys.txt": `trainer ${KEY} score\n` });
    const args = ["serve", "sums.yaml", "--port", "0", "--keys", "keys.txt", "--json", "--protocols", "openrlhf"];
    const { child, done } = startCli(args, folder.path);
    const served = JSON.parse(await firstLine(child.stdout as NodeJS.ReadableStream)) as Served;
    expect(served).toMatchObject({ pid: child.pid, keys: true, store: "none", programs: [{ program: "sums" }] });
    expect(Object.keys(served.protocols)).toEqual(["native", "openrlhf"]);
    expect(served.protocols.openrlhf).toEqual([`POST ${served.url}/get_reward`]);

    const reward = async (headers: { [name: string]: string } = { "x-api-key": KEY }): Promise<unknown> => {
      const body = JSON.stringify({ query: ["2 + 2? A: 4"], prompts: ["2 + 2?"], labels: ["4"] });
      const response = await fetch(`${served.url}/get_reward`, { method: "POST", body, headers });
      return response.status === 200 ? ((await response.json()) as { rewards: number[] }).rewards : response.status;
    };
    const until = async (expected: unknown, get: () => Promise<unknown>): Promise<unknown> => {
      let last: unknown;
      for (let tries = 0; tries < 300; tries++) {
        last = await get();
        if (JSON.stringify(last) === JSON.stringify(expected)) break;
        await sleep(50);
      }
      return last;
    };
    const stale = async (): Promise<unknown> =>
      ((await (await fetch(`${served.url}/readyz`)).json()) as { stale: string[] }).stale;
    const replace = (text: string): void => {
      writeFileSync(join(folder.path, "new"), text);
      renameSync(join(folder.path, "new"), join(folder.path, "sums.yaml"));
    };
    expect([await reward(), await reward({}), await stale()]).toEqual([[1], 401, []]);
    replace(PROGRAM.replace("default(correct, 0)", "3 * default(correct, 0)"));
    expect(await until([3], () => reward())).toEqual([3]);
    replace(PROGRAM.replace("default(correct, 0)", "3 * correcd"));
    expect(await until(["sums"], stale)).toEqual(["sums"]);
    expect(await reward()).toEqual([3]);

    child.kill("SIGTERM");
    const { code, stderr } = await done;
    expect(code).toBe(0);
    expect(stderr).toContain("Stopping: what is under way is answered first.");
    expect(stderr).toContain("program does not compile; the old version goes on");
    expect(stderr).not.toContain(KEY);
  }, 60_000);

  it("says what is wrong before it listens", async () => {
    using folder = folderWith({ "sums.yaml": PROGRAM, "bad.yaml": PROGRAM.replace("correct, 0", "correcd, 0") });
    const [bad, protocol] = await Promise.all([
      runCli(["serve", "bad.yaml", "--port", "0"], folder.path),
      runCli(["serve", "sums.yaml", "--port", "0", "--protocols", "openrlfh"], folder.path),
    ]);
    expect([bad.code, protocol.code]).toEqual([2, 2]);
    expect(bad.stderr).toMatchInlineSnapshot(`
      "GUERDON_NAME_UNKNOWN: bad.yaml:4:16: Expected \`correcd\` to be a term of this program, got none of that name.
        Did you mean \`correct\`? \`guerdon check bad.yaml\` shows all findings.
      "
    `);
    expect(protocol.stderr.replace(/some of .*, got/, "some of …, got")).toMatchInlineSnapshot(`
      "GUERDON_USAGE: Expected \`--protocols\` to name some of …, got \`openrlfh\`.
      "
    `);
  }, 60_000);
});
