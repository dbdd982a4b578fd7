import type { Clock } from "@guerdon/core/piece";
import { type ProgressState, progressLine } from "./progress-line.ts";

export interface ProgressOptions {
  readonly stream: Terminal;
  readonly clock: Pick<Clock, "now">;
  /** Size of the input; without it there is neither bar nor time left. */
  readonly totalBytes?: number;
  /** Shows nothing even on a terminal. */
  readonly quiet?: boolean;
}

/** What is needed of `process.stderr`. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  update(state: ProgressState): void;
  /** Takes the line away; what was on the terminal before stays. */
  finish(): void;
}

const REDRAW_MS = 100;
const DEFAULT_COLUMNS = 80;
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CLEAR_LINE = "\r\u001b[2K";
const SILENT: Progress = { update: () => {}, finish: () => {} };

/** One line on a terminal, redrawn at most ten times a second; nothing where the stream is piped. */
export function createProgress({ stream, clock, totalBytes, quiet = false }: ProgressOptions): Progress {
  if (quiet || stream.isTTY !== true) return SILENT;
  const started = clock.now();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    update(state) {
      const now = clock.now();
      if (now - drawn < REDRAW_MS) return;
      const columns = (stream.columns ?? DEFAULT_COLUMNS) - 1;
      const line = progressLine({ ...state, totalBytes, seconds: (now - started) / 1000 }, columns);
      stream.write(`${drawn < started ? HIDE_CURSOR : ""}${CLEAR_LINE}${line}`);
      drawn = now;
    },
    finish() {
      if (drawn < started) return;
      stream.write(`${CLEAR_LINE}${SHOW_CURSOR}`);
      drawn = Number.NEGATIVE_INFINITY;
    },
  };
}
