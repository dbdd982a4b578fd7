import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { RewardError } from "@guerdon/core/error";
import type { Scope } from "./route.ts";

/** A key of a client and what it may do. */
export interface ApiKey {
  readonly name: string;
  readonly key: string;
  readonly scopes: readonly Scope[];
}

/** Who asks: the name of the key, or nobody where no keys are set. */
export type Authenticate = (request: IncomingMessage, scope: Scope) => string;

const SCOPES: readonly Scope[] = ["score", "metrics", "admin"];
const MIN_LENGTH = 16;

/**
 * Reads keys, one a line: `NAME KEY SCOPE,SCOPE`. Empty lines and those that begin with `#` do not count.
 *
 * @throws RewardError GUERDON_OPTION naming the line, never the key
 */
export function parseKeys(text: string): readonly ApiKey[] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (/^\s*(#|$)/.test(line)) return [];
    const [name, key = "", scopes = "", ...rest] = line.trim().split(/\s+/) as [string, ...string[]];
    const named = scopes.split(",") as Scope[];
    const isWrong = rest.length > 0 || named.some((scope) => !SCOPES.includes(scope));
    if (isWrong) throw wrongLine(i + 1, `\`NAME KEY SCOPES\` with scopes of ${SCOPES.join(", ")}`, "another line");
    if (key.length < MIN_LENGTH) throw wrongLine(i + 1, `a key of at least ${MIN_LENGTH} characters`, `${key.length}`);
    return [{ name, key, scopes: named }];
  });
}

/**
 * Checks `Authorization: Bearer KEY` or `X-Api-Key: KEY`. Every key is compared, in constant time, so that the time
 * of the answer tells nothing.
 *
 * @throws RewardError GUERDON_ACCESS from the result
 */
export function authenticator(keys: readonly ApiKey[]): Authenticate {
  const digests = keys.map(({ key }) => digest(key));
  return (request, scope) => {
    const given = keyOf(request);
    if (given === undefined) throw refused("a key", "none", 401);
    const own = digest(given);
    let found = -1;
    for (let i = 0; i < digests.length; i++) if (timingSafeEqual(own, digests[i] as Buffer)) found = i;
    const key = keys[found];
    if (key === undefined) throw refused("a key of this server", "another", 401);
    if (!key.scopes.includes(scope))
      throw refused(`a key with scope \`${scope}\``, `one with ${key.scopes.join(", ")}`, 403);
    return key.name;
  };
}

function keyOf({ headers }: IncomingMessage): string | undefined {
  const own = headers["x-api-key"];
  if (typeof own === "string") return own;
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "");
  return bearer?.[1];
}

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

function refused(expected: string, got: string, status: number): RewardError {
  return new RewardError("GUERDON_ACCESS", `Expected ${expected}, got ${got}.`, {
    hint: "Send `Authorization: Bearer KEY` or `X-Api-Key: KEY`.",
    details: { status },
  });
}

function wrongLine(line: number, expected: string, got: string): RewardError {
  return new RewardError("GUERDON_OPTION", `Expected line ${line} of the keys to be ${expected}, got ${got}.`, {
    hint: "For example: `trainer 3f1c…9a score`.",
  });
}
