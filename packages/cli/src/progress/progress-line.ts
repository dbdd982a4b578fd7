/** How far the work is. */
export interface ProgressState {
  readonly rows: number;
  readonly failures: number;
  /** Bytes of the input read so far. */
  readonly bytes: number;
}

interface LineState extends ProgressState {
  readonly totalBytes: number | undefined;
  readonly seconds: number;
}

const BAR_CELLS = 24;
const FILLED = "━";
const EMPTY = "─";
/** Before this share is done the time left is a guess. */
const LEAST_SHARE = 0.002;

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Bar, rows, rate, time left and failures in at most `columns` characters; the last parts go first. */
export function progressLine(state: LineState, columns: number): string {
  const { rows, failures, bytes, totalBytes, seconds } = state;
  const share = totalBytes === undefined || totalBytes === 0 ? undefined : Math.min(1, bytes / totalBytes);
  const parts = [
    share === undefined ? undefined : `${barOf(share)} ${String(Math.floor(share * 100)).padStart(3)} %`,
    `${whole.format(rows)} rows`,
    seconds > 0 ? `${whole.format(rows / seconds)} rows/s` : undefined,
    share === undefined || share < LEAST_SHARE ? undefined : `${durationOf((seconds * (1 - share)) / share)} left`,
    failures === 0 ? undefined : `${whole.format(failures)} failed`,
  ].filter((part) => part !== undefined);
  while (parts.length > 1 && parts.join("  ").length > columns) parts.pop();
  return parts.join("  ").slice(0, columns);
}

function barOf(share: number): string {
  const filled = Math.round(share * BAR_CELLS);
  return FILLED.repeat(filled) + EMPTY.repeat(BAR_CELLS - filled);
}

function durationOf(seconds: number): string {
  const rounded = Math.ceil(seconds);
  const two = (count: number): string => String(count).padStart(2, "0");
  const [hours, minutes] = [Math.floor(rounded / 3600), Math.floor((rounded % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rounded % 60)}` : `${minutes}:${two(rounded % 60)}`;
}
