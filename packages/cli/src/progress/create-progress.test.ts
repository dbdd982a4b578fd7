import { describe, expect, it } from "vitest";
import { createProgress, type Progress, type ProgressOptions } from "./create-progress.ts";

describe("createProgress", () => {
  it("draws bar, rows, rate, time left and failures, then takes the line away", () => {
    const { written, at, progress } = onTerminal({ totalBytes: 1000 });
    at(2000);
    progress.update({ rows: 24_000, failures: 3, bytes: 400 });
    progress.finish();
    expect(written).toEqual([
      "\u001b[?25l\r\u001b[2K━━━━━━━━━━──────────────  40 %  24,000 rows  12,000 rows/s  0:03 left  3 failed",
      "\r\u001b[2K\u001b[?25h",
    ]);
  });

  it("leaves out bar and time left when the size is unknown", () => {
    const { written, at, progress } = onTerminal({});
    at(500);
    progress.update({ rows: 10, failures: 0, bytes: 400 });
    expect(written).toEqual(["\u001b[?25l\r\u001b[2K10 rows  20 rows/s"]);
  });

  it("redraws at most ten times a second", () => {
    const { written, at, progress } = onTerminal({});
    for (let ms = 0; ms < 1000; ms++) {
      at(ms);
      progress.update({ rows: ms, failures: 0, bytes: 0 });
    }
    expect(written.length).toBe(10);
  });

  it("keeps to one line of a narrow terminal", () => {
    const { written, at, progress } = onTerminal({ totalBytes: 1000, columns: 48 });
    at(7_300_000);
    progress.update({ rows: 24_000, failures: 3, bytes: 400 });
    expect(written).toEqual(["\u001b[?25l\r\u001b[2K━━━━━━━━━━──────────────  40 %  24,000 rows"]);
  });

  it.each([
    ["the stream is piped", { isTTY: false }],
    ["it is told to be quiet", { quiet: true }],
  ])("writes nothing when %s", (_, options) => {
    const { written, progress } = onTerminal(options);
    progress.update({ rows: 1, failures: 0, bytes: 1 });
    progress.finish();
    expect(written).toEqual([]);
  });

  it("has nothing to take away when nothing was drawn", () => {
    const { written, progress } = onTerminal({});
    progress.finish();
    expect(written).toEqual([]);
  });
});

type Settings = Partial<Pick<ProgressOptions, "totalBytes" | "quiet">> & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

function onTerminal({ isTTY = true, columns = 100, ...options }: Settings): {
  readonly written: string[];
  readonly at: (ms: number) => void;
  readonly progress: Progress;
} {
  const written: string[] = [];
  let now = 0;
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  const progress = createProgress({ stream, clock: { now: () => now }, ...options });
  return {
    written,
    progress,
    at: (ms) => {
      now = ms;
    },
  };
}
