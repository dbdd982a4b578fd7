import type { Json } from "@guerdon/core/signal";
import { equalJson } from "../json/equal-json.ts";
import { shortened } from "./read-tool-calls.ts";

/** A database that tools read and change. */
export type Database = { [table: string]: unknown };

/**
 * A tool of a simulated world: reads and changes the database, returns what the caller sees.
 *
 * It must not keep anything between calls. What it throws becomes an observation, and its changes up to then stay.
 */
// biome-ignore lint/suspicious/noExplicitAny: the shape of the database is the tool's own business
export type StateTool = (database: any, given: any) => unknown;

export type StateTools = { readonly [name: string]: StateTool };

export interface StateCall {
  readonly name: string;
  readonly arguments: { readonly [name: string]: unknown };
}

/** The database after the calls, and what each returned. */
export interface Replay {
  readonly database: Database;
  readonly observations: readonly Json[];
}

/**
 * Makes the calls one after the other on a copy of the database.
 *
 * ```ts doctest
 * import { replayCalls } from "@guerdon/verify/tools";
 * const tools = { put: (database: { n: number }, { n }: { n: number }) => { database.n = n; } };
 * replayCalls({ n: 1 }, [{ name: "put", arguments: { n: 2 } }], tools).database // => { n: 2 }
 * ```
 */
export function replayCalls(database: Database, calls: readonly StateCall[], tools: StateTools): Replay {
  const { copy, plain } = copiedOnRead(database);
  const given = { ...copy };
  const observations = calls.map(({ name, arguments: values }): Json => {
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
    if (tool === undefined) return `Unknown tool ${shortened(name)}`;
    try {
      return copyOf(tool(copy, copyOf(values)) ?? null) as Json;
    } catch (error) {
      return `Error: ${error instanceof Error ? error.message : String(error)}`;
    }
  });
  return { database: finished(copy, given, plain), observations };
}

/** A database whose records are copied when first asked for, and the plain tables behind it. */
function copiedOnRead(database: Database): { readonly copy: Database; readonly plain: Database } {
  const plain: Database = {};
  const copy: Database = {};
  for (const [name, table] of Object.entries(database)) {
    if (!isObject(table)) {
      plain[name] = table;
      copy[name] = table;
      continue;
    }
    const shallow = (Array.isArray(table) ? [...table] : { ...table }) as { [key: string]: unknown };
    plain[name] = shallow;
    copy[name] = recordsCopiedOnRead(shallow);
  }
  return { copy, plain };
}

function recordsCopiedOnRead(table: { [key: string]: unknown }): unknown {
  const own = new Set<string | symbol>();
  return new Proxy(table, {
    get: (records, key) => {
      const record = Reflect.get(records, key);
      if (own.has(key) || !isObject(record) || !Object.hasOwn(records, key)) return record;
      own.add(key);
      const fresh = copyOf(record);
      Reflect.set(records, key, fresh);
      return fresh;
    },
    set: (records, key, value) => {
      own.add(key);
      return Reflect.set(records, key, value);
    },
  });
}

/** The tables as they are now: what a tool put in place of a table, else the records behind it. */
function finished(copy: Database, given: Database, plain: Database): Database {
  return Object.fromEntries(
    Object.entries(copy).map(([name, table]) => [
      name,
      table === given[name] && Object.hasOwn(plain, name) ? plain[name] : table,
    ]),
  );
}

/** A copy of plain data: several times faster than a structured clone. */
function copyOf<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: { [key: string]: unknown } = {};
  for (const key of Object.keys(value)) {
    if (key === "__proto__")
      Object.defineProperty(copy, key, {
        value: copyOf((value as { [key: string]: unknown })[key]),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    else copy[key] = copyOf((value as { [key: string]: unknown })[key]);
  }
  return copy as T;
}

export interface ReplayComparison {
  /** Whether both end in the same database. */
  readonly sameState: boolean;
  /** Where they first differ, as a path of keys. */
  readonly where?: string;
  /** Required outputs that nothing said contains. */
  readonly unsaid: readonly string[];
}

/**
 * Compares the database after the actual calls with the one after the gold calls, and looks for required outputs.
 *
 * An output counts as said when a message contains it, whatever case and commas.
 */
export function compareReplays(
  database: Database,
  {
    gold,
    calls,
    tools,
  }: { readonly gold: readonly StateCall[]; readonly calls: readonly StateCall[]; readonly tools: StateTools },
  { outputs = [], said = [] }: { readonly outputs?: readonly string[]; readonly said?: readonly string[] } = {},
): ReplayComparison {
  const wanted = replayCalls(database, gold, tools).database;
  const got = replayCalls(database, calls, tools).database;
  const messages = said.map((text) => text.toLowerCase().replaceAll(",", ""));
  const unsaid = outputs.filter((output) => !messages.some((text) => text.includes(output.toLowerCase())));
  if (equalJson(wanted as Json, got as Json)) return { sameState: true, unsaid };
  return { sameState: false, where: firstDifference(wanted as Json, got as Json), unsaid };
}

/** The path to the first difference, at most six keys deep. */
function firstDifference(a: Json, b: Json): string {
  const path: string[] = [];
  let left: unknown = a;
  let right: unknown = b;
  while (path.length < 6 && isObject(left) && isObject(right)) {
    const one = left;
    const other = right;
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    const key = [...keys].find(
      (k) => !(Object.hasOwn(one, k) && Object.hasOwn(other, k) && equalJson(one[k] as Json, other[k] as Json)),
    );
    if (key === undefined) break;
    path.push(shortened(key));
    left = Object.hasOwn(one, key) ? one[key] : undefined;
    right = Object.hasOwn(other, key) ? other[key] : undefined;
  }
  return path.join(".");
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}
