import type { CallResult, Context, Task } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import type { ErrorClass, QueryReply, QueryRequest, Template } from "./query-request.ts";
import type { SqlDialect } from "./sql-dialect.ts";

/** What became of a request: the reply, or how its process was lost. */
export type Answer = QueryReply | { readonly kind: "lost"; readonly error: ErrorClass; readonly reason: string };

/** Requests of a batch, each distinct one once; the database decides them in processes that can be killed. */
export class AskDatabases {
  readonly #requests: QueryRequest[] = [];
  readonly #places: Map<Template, Map<string, number>> = new Map();
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
    this.#results = await context.call(TASKS[dialect], this.#requests as unknown as readonly Json[], { deadlineMs });
  }

  answer(place: number): Answer {
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
