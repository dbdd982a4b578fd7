import { RewardError } from "@guerdon/core/error";
import { RE2JS } from "re2js";

export interface PatternOptions {
  readonly pattern: string;
  readonly flags: string;
  readonly match: "search" | "full";
  readonly group: number | string;
}

/** A pattern ready to run: in linear time here, or by the native engine in a process that can be killed. */
export type CompiledPattern =
  | { readonly engine: "linear"; readonly find: (text: string) => string | undefined }
  | { readonly engine: "native"; readonly pattern: string; readonly flags: string };

const FLAGS: { readonly [flag: string]: number } = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/**
 * Compiles a pattern for the linear-time engine, or for the native one when it uses lookaround or a backreference.
 *
 * @throws RewardError GUERDON_OPTION when neither engine can read it, when the group does not exist, or when
 * the pattern matches every text
 */
export function compilePattern(options: PatternOptions): CompiledPattern {
  const linear = compileLinear(options);
  if (linear === undefined) return compileNative(options);
  if (options.group === 0 && options.match === "search") refuseMatchAll(options.pattern, linear);
  const find = finder(linear, options);
  return { engine: "linear", find };
}

function compileLinear({ pattern, flags }: PatternOptions): RE2JS | undefined {
  const bits = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern), bits);
  } catch {
    return undefined;
  }
}

function finder(linear: RE2JS, { pattern, match, group }: PatternOptions): (text: string) => string | undefined {
  const groups: readonly string[] = Object.keys(linear.namedGroups());
  if (typeof group === "number" ? group > linear.groupCount() : !groups.includes(group)) throw noGroup(pattern, group);
  const full = match === "full";
  if (group === 0) {
    return (text) => {
      const matcher = linear.matcher(text);
      return (full ? matcher.matches() : matcher.find()) ? (matcher.group() ?? undefined) : undefined;
    };
  }
  return (text) => {
    const matcher = linear.matcher(text);
    return (full ? matcher.matches() : matcher.find()) ? (matcher.group(group as number) ?? undefined) : undefined;
  };
}

function compileNative({ pattern, flags, match, group }: PatternOptions): CompiledPattern {
  const whole = match === "full" ? `^(?:${pattern})$` : pattern;
  try {
    const probe = new RegExp(`${whole}|`, flags).exec("") as RegExpExecArray;
    const known = typeof group === "number" ? group < probe.length : group in (probe.groups ?? {});
    if (!known) throw noGroup(pattern, group);
  } catch (error) {
    if (RewardError.is(error)) throw error;
    const reason = (error as Error).message.replace(/^Invalid regular expression: /u, "");
    throw new RewardError("GUERDON_OPTION", `Expected \`pattern\` to be a regular expression, got ${reason}.`, {
      hint: "Quote special characters with a backslash; in YAML put the pattern in single quotes.",
      details: { option: "pattern", got: pattern },
    });
  }
  return { engine: "native", pattern: whole, flags: match === "full" ? flags.replace("m", "") : flags };
}

function noGroup(pattern: string, group: number | string): RewardError {
  return new RewardError(
    "GUERDON_OPTION",
    `Expected \`group\` to be a group of \`${pattern}\`, got ${JSON.stringify(group)}.`,
    {
      hint: "Groups are counted from 1 by their opening parenthesis; a named one is written `(?<name>…)`.",
      details: { option: "group", got: group, pattern },
    },
  );
}

const ASCII = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).join("");

// A pattern that finds itself in no text and in all sorts of text at once says nothing about a text.
function refuseMatchAll(pattern: string, linear: RE2JS): void {
  if (!["", `${ASCII}\n\t\u0001é文😀`, "\n"].every((text) => linear.test(text))) return;
  throw new RewardError(
    "GUERDON_OPTION",
    `Expected \`pattern\` to reject some text, got \`${pattern}\` which matches every text.`,
    {
      hint: "Anchor it with `^…$`, set `match: full`, or ask for at least one character with `+`.",
      details: { option: "pattern", got: pattern },
    },
  );
}
