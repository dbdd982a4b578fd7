import { type ErrorCode, RewardError } from "../error/index.ts";
import { type Finding, findingOf, type Place } from "./finding.ts";

interface Words {
  readonly reason: string;
  readonly fix: string;
}

/** Gathers findings, so that one mistake in a program does not hide the next. */
export class Findings {
  readonly list: Finding[] = [];

  error(code: ErrorCode, place: Place, words: Words): void {
    this.list.push({ code, severity: "error", place, ...words });
  }

  warning(code: ErrorCode, place: Place, words: Words): void {
    this.list.push({ code, severity: "warning", place, ...words });
  }

  thrown(error: RewardError, place: Place): void {
    this.list.push(findingOf(error, place));
  }

  /** Builds the piece that stands at `path`; a wrong option becomes a finding at that option. */
  build<T>(path: readonly string[], make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!RewardError.is(error)) throw error;
      const { path: option } = error.details;
      this.thrown(error, {
        path: typeof option === "string" && option !== "" ? [...path, ...option.split(".")] : path,
      });
      return undefined;
    }
  }

  /** Runs `make`; a reward error it throws becomes a finding and the result is undefined. */
  attempt<T>(place: Place, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!RewardError.is(error)) throw error;
      this.thrown(error, place);
      return undefined;
    }
  }
}
