import type { z } from "zod";

/** The place and message of what is wrong with a grader: of forms that do not fit, the one that fits furthest. */
export function graderIssue(issues: readonly z.core.$ZodIssue[]): {
  readonly path: readonly string[];
  readonly message: string;
} {
  const found = issues.flatMap((issue) => leaves(issue, []));
  const deepest = found.reduce((best, each) => (each.path.length > best.path.length ? each : best), found[0] ?? NONE);
  return deepest;
}

interface Leaf {
  readonly path: readonly string[];
  readonly message: string;
}

const NONE: Leaf = { path: [], message: "Invalid input" };

function leaves(issue: z.core.$ZodIssue, before: readonly string[]): readonly Leaf[] {
  const path = [...before, ...issue.path.map(String)];
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [{ path, message: issue.message }];
  return issue.errors.flatMap((form) => form.flatMap((each) => leaves(each, path)));
}
