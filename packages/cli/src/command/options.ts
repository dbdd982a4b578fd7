import { availableParallelism } from "node:os";
import { RewardError } from "@guerdon/core/error";
import { Option } from "commander";

/** Reads an option that must be a number in a range. */
export function numberOption(
  name: string,
  min: number,
  max: number = Number.POSITIVE_INFINITY,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= min && value <= max) return value;
    const expected =
      max === Number.POSITIVE_INFINITY ? `a number of at least ${min}` : `a number from ${min} to ${max}`;
    throw new RewardError("GUERDON_USAGE", `Expected \`--${name}\` to be ${expected}, got \`${text}\`.`);
  };
}

/** Reads an option that is several words with commas between. */
export function listOption(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

export const DEFAULT_POOL: number = availableParallelism();

const UNITS: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a time such as `30d`, `12h`, `90m` or `10s`, in milliseconds. */
export function durationMs(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (UNITS[unit as string] as number);
  throw new RewardError("GUERDON_USAGE", `Expected \`--keep\` to be a time such as 30d, 12h or 90m, got \`${text}\`.`);
}

/** `--pool`: as many child processes as there are cores. */
export function poolOption(): Option {
  return new Option("--pool <n>", "child processes for checks that must be killable")
    .argParser(numberOption("pool", 1, 1024))
    .default(DEFAULT_POOL);
}

/** `--deadline-ms`: 5 s. */
export function deadlineOption(): Option {
  return new Option("--deadline-ms <ms>", "wall-clock limit of one killable check that sets none")
    .argParser(numberOption("deadline-ms", 1))
    .default(5000);
}

/** `--cache`: nothing is kept unless a folder is named. */
export function cacheOption(): Option {
  return new Option("--cache <dir>", "keep finished checks in this folder between runs");
}

/** `--seed`: 0. */
export function seedOption(): Option {
  return new Option("--seed <n>", "root of all randomness").argParser(numberOption("seed", 0)).default(0);
}
