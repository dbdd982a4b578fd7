import type { Session } from "./database.ts";
import { hex } from "./hex.ts";

/** Keeps bytes under a key; what is there stays. */
export async function putPayload(session: Session, key: string, body: Uint8Array): Promise<void> {
  const sql = "INSERT INTO guerdon.payloads (key, body) VALUES ($1, $2::text::bytea) ON CONFLICT (key) DO NOTHING";
  await session.query(sql, [key, hex(body)]);
}

export async function findPayload(session: Session, key: string): Promise<Uint8Array | undefined> {
  const [row] = await session.query<{ body: Uint8Array }>("SELECT body FROM guerdon.payloads WHERE key = $1", [key]);
  return row?.body;
}

export async function dropPayload(session: Session, key: string): Promise<void> {
  await session.query("DELETE FROM guerdon.payloads WHERE key = $1", [key]);
}
