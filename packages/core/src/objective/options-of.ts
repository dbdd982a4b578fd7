import type { z } from "zod";
import { RewardError } from "../error/index.ts";

/** What a schema makes of the options of an objective: defaults filled in, nothing unknown. */
export function optionsOf<S extends z.ZodType>(objective: string, schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0] as z.core.$ZodIssue;
  const path = issue.path.join(".");
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected ${path === "" ? "the options" : `\`${path}\``} of \`${objective}\` to be valid: ${issue.message}.`,
    { details: { objective, path, issue: issue.message } },
  );
}
