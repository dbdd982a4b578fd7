import { RewardError } from "@guerdon/core/error";
import type { Json } from "@guerdon/core/signal";

const EXCERPT_LENGTH = 60;

/**
 * The JSON value of one line.
 *
 * @throws RewardError GUERDON_ROW_JSON when the line is not one JSON value
 */
export function parseRow(text: string, row: number): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw notJson(text, row, cause as SyntaxError);
  }
}

function notJson(text: string, row: number, cause: SyntaxError): RewardError {
  const ended = /end of JSON|Unterminated/.test(cause.message);
  const got = ended ? "a line that breaks off after" : "a syntax error in";
  const excerpt = ended || text.length <= EXCERPT_LENGTH ? tail(text) : `${text.slice(0, EXCERPT_LENGTH)}…`;
  return new RewardError("GUERDON_ROW_JSON", `Expected row ${row} to be a JSON value, got ${got} \`${excerpt}\`.`, {
    hint: hintFor(text, ended),
    details: { row, got: excerpt, reason: cause.message },
    cause,
  });
}

function tail(text: string): string {
  return text.length <= EXCERPT_LENGTH ? text : `…${text.slice(-EXCERPT_LENGTH)}`;
}

function hintFor(text: string, ended: boolean): string {
  if (ended)
    return "The file was cut short or a value holds a raw newline. Write each row as JSON on a line of its own.";
  if (/[:[,]\s*(-?Infinity|NaN)\b/.test(text))
    return "JSON has no NaN or Infinity. Write null where there is no number.";
  if (/^\s*\[?\s*$/.test(text))
    return "The file looks like one JSON array. Write one row a line instead: `jq -c '.[]' FILE`.";
  return "Write each row as JSON on a line of its own.";
}
