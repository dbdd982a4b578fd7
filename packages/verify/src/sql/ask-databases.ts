import type { CallResult, Context, Task } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import { type ErrorClass, LARGE_BYTES, type QueryReply, type QueryRequest, type Template } from "./query-request.ts";
import type { SqlDialect } from "./sql-dialect.ts";

/** What became of a request: the reply, or how its process was lost. */
export type Answer = QueryReply | { readonly kind: "lost"; readonly error: ErrorClass; readonly reason: string };

const MAKING_MS = 60_000;

/** Requests of a batch, each distinct one once; the database decides them in processes that can be killed. */
export class AskDatabases {
  readonly #requests: QueryRequest[] = [];
  readonly #places: Map<Template, Map<string, number>> = new Map();
  readonly #unmade: Map<Template, string> = new Map();
  #results: readonly CallResult[] = [];

  /** Adds a request and says where its answer will be. */
  add(request: QueryRequest): number {
    const places = this.#places.get(request.template) ?? new Map<string, number>();
    this.#places.set(request.template, places);
    const key = `${request.want}:${request.statements.join(";\n")}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, this.#requests.length);
    this.#requests.push(request);
    return this.#requests.length - 1;
  }

  async run(context: Context, dialect: SqlDialect, deadlineMs: number): Promise<void> {
    if (this.#requests.length === 0) return;
    if (dialect === "sqlite") await this.#makeLarge(context);
    this.#results = await context.call(TASKS[dialect], this.#requests as unknown as readonly Json[], { deadlineMs });
  }

  /** Has large databases made and kept, on time of their own; only SQLite's can be kept. */
  async #makeLarge(context: Context): Promise<void> {
    const large = [...this.#places.keys()].filter(
      (template) => template.kind === "file" && template.holds === "sql" && template.bytes > LARGE_BYTES,
    );
    const requests = large.map((template) => ({
      template,
      statements: [],
      want: "database",
      limitRows: 1,
      limitBytes: 1,
    }));
    if (requests.length === 0) return;
    const results = await context.call(TASKS.sqlite, requests as unknown as readonly Json[], { deadlineMs: MAKING_MS });
    large.forEach((template, i) => {
      const result = results[i] as CallResult;
      if ("missing" in result) this.#unmade.set(template, result.missing.reason);
    });
  }

  answer(place: number): Answer {
    const unmade = this.#unmade.get((this.#requests[place] as QueryRequest).template);
    if (unmade !== undefined)
      return { kind: "fault", blame: "task", reason: `Expected a database that can be made, got none: ${unmade}` };
    const result = this.#results[place] as CallResult;
    if ("value" in result) return result.value as unknown as QueryReply;
    const { missing } = result;
    if (missing.kind === "failed" && missing.blame === "candidate")
      return { kind: "lost", error: lossOf(missing.reason), reason: missing.reason };
    return { kind: "fault", blame: "engine", reason: missing.reason };
  }
}

function lossOf(reason: string): ErrorClass {
  if (reason.includes("did not finish in")) return "timeout";
  return reason.includes("ran out of memory") ? "memory" : "runtime";
}

const TASKS: { readonly [D in SqlDialect]: Task } = {
  sqlite: task("./run-sqlite", "runSqlite"),
  duckdb: task("./run-duckdb", "runDuckdb"),
  postgres: task("./run-postgres", "runPostgres"),
};

function task(path: string, name: string): Task {
  const extension = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
  return { module: new URL(path + extension, import.meta.url).href, export: name };
}
