import { RewardError } from "@guerdon/core/error";
import type { Json, Message } from "@guerdon/core/signal";
import type { EpisodeRow } from "@guerdon/server/adapter";
import { parseRow, readRows } from "../rollout-file/index.ts";

/** Fields that hold what a row asks, the first that is there. */
const ASKED = ["prompt", "messages", "question", "problem", "query", "input"];

/**
 * The rows of a file that environments ask: the prompt is `prompt`, `messages` up to the first answer, `question`,
 * `problem`, `query` or `input`; the program reads `item`, or else the whole row.
 *
 * @throws RewardError GUERDON_ROLLOUT for a row that asks nothing
 */
export async function episodeRows(path: string): Promise<readonly EpisodeRow[]> {
  const rows: EpisodeRow[] = [];
  for await (const chunk of readRows(path)) {
    for (const row of chunk) {
      if ("error" in row) throw row.error;
      rows.push(episodeRow(parseRow(row.text, row.row), row.row));
    }
  }
  return rows;
}

function episodeRow(json: Json, row: number): EpisodeRow {
  const isObject = typeof json === "object" && json !== null && !Array.isArray(json);
  const fields = (isObject ? json : {}) as { readonly [field: string]: Json };
  const name = ASKED.find((each) => fields[each] !== undefined && fields[each] !== null);
  const asked = name === undefined ? undefined : fields[name];
  const prompt = promptOf(asked);
  if (prompt === undefined) {
    throw new RewardError(
      "GUERDON_ROLLOUT",
      `Expected row ${row} to ask something, got ${name === undefined ? "no such field" : `no text in \`${name}\``}.`,
      {
        hint: `A prompt is a text or a list of messages in one of ${ASKED.join(", ")}.`,
        details: { row },
      },
    );
  }
  return { prompt, item: fields.item ?? fields };
}

function promptOf(asked: Json | undefined): readonly Message[] | undefined {
  if (typeof asked === "string" && asked !== "") return [{ role: "user", content: asked }];
  if (!Array.isArray(asked)) return undefined;
  const answer = asked.findIndex((message) => (message as { role?: Json } | null)?.role === "assistant");
  const messages = answer < 0 ? asked : asked.slice(0, answer);
  const fit = messages.every((message) => typeof (message as { role?: Json } | null)?.role === "string");
  return fit && messages.length > 0 ? (messages as Message[]) : undefined;
}
