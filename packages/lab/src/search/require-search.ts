import { RewardError } from "@guerdon/core/error";

/** Refuses what no search can start from. */
export function requireSearch(given: {
  readonly start: ArrayLike<number>;
  readonly population: number;
  readonly deviation: number;
  readonly even?: boolean;
}): void {
  const { start, population, deviation, even = false } = given;
  const least = 2;
  if (!Number.isInteger(population) || population < least || (even && population % 2 === 1)) {
    const kind = even ? "an even whole number" : "a whole number";
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`population\` to be ${kind} of at least ${least}, got ${population}.`,
    );
  }
  if (!(deviation > 0 && Number.isFinite(deviation))) {
    throw new RewardError("GUERDON_OPTION", `Expected \`deviation\` to be a finite number above 0, got ${deviation}.`);
  }
  if (start.length === 0 || !Array.from(start).every(Number.isFinite)) {
    throw new RewardError(
      "GUERDON_OPTION",
      `Expected \`start\` to be finite numbers, at least one, got [${Array.from(start).slice(0, 5)}].`,
    );
  }
}
