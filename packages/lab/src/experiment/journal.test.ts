import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { finalOf } from "./experiment-result.ts";
import { Journal, readJournal } from "./journal.ts";

const folder = mkdtempSync(join(tmpdir(), "guerdon-journal-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("Journal", () => {
  it("keeps the rows a checkpoint accounts for, byte by byte, and drops those after and half a line", () => {
    const file = join(folder, "kept.jsonl");
    const first = new Journal(file, 0);
    for (const update of [1, 2, 3]) first.append({ update, seconds: update / 3, metrics: { größe: update } });
    first.close();
    appendFileSync(file, '{"update": 4, "sec');
    const [one, two] = readFileSync(file, "utf8").split("\n");
    const second = new Journal(file, 2);
    expect(readFileSync(file, "utf8")).toBe(`${one}\n${two}\n`);
    second.append({ update: 3, seconds: 9, metrics: {} });
    second.close();
    expect(readJournal(file).map(({ update, seconds }) => [update, seconds])).toEqual([
      [1, 0.3333],
      [2, 0.6667],
      [3, 9],
    ]);
  });

  it("leaves out what is not finite, so that it is missing in the final values and not 0", () => {
    const file = join(folder, "finite.jsonl");
    const journal = new Journal(file, 0);
    journal.append({ update: 1, seconds: 0, metrics: { loss: Number.NaN, reward: 4 } });
    journal.append({ update: 2, seconds: 0, metrics: { loss: Number.POSITIVE_INFINITY, reward: 2 } });
    journal.close();
    const rows = readJournal(file);
    expect(rows.map(({ metrics }) => metrics)).toEqual([{ reward: 4 }, { reward: 2 }]);
    expect(finalOf(rows)).toEqual({ reward: 2 });
  });
});
