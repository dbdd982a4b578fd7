import type { Program } from "@guerdon/core/program";
import type { Interval, Json } from "@guerdon/core/signal";
import type { HostRoute } from "../host/route.ts";
import { programsReplySchema, reloadReplySchema } from "../protocol/index.ts";
import type { ProgramRegistry } from "../service/program-registry.ts";

/** `GET /v1/programs` and `POST /v1/programs/reload`. */
export function programRoutes(programs: ProgramRegistry): readonly HostRoute[] {
  return [listRoute(programs), reloadRoute(programs)];
}

function listRoute(programs: ProgramRegistry): HostRoute {
  return {
    method: "GET",
    path: "/v1/programs",
    operationId: "listPrograms",
    protocol: "native",
    summary: "Lists the served programs with their terms and ranges.",
    scope: "score",
    reply: programsReplySchema,
    answer() {
      const stale = programs.problems;
      return {
        status: 200,
        body: { programs: [...programs.newest.values()].map((each) => wireProgram(each, stale.has(each.name))) },
      };
    },
  };
}

function reloadRoute(programs: ProgramRegistry): HostRoute {
  return {
    method: "POST",
    path: "/v1/programs/reload",
    operationId: "reloadPrograms",
    protocol: "native",
    summary: "Reads the files of the programs again. Runs stay on the version they began with.",
    scope: "admin",
    reply: reloadReplySchema,
    async answer({ report }) {
      const results = await Promise.all(programs.paths.map((path) => programs.reload(path)));
      for (const problem of programs.problems.values()) report(problem);
      return {
        status: 200,
        body: {
          changed: results.filter((result) => result === "changed").length,
          stale: [...programs.problems.keys()],
        },
      };
    },
  };
}

function wireProgram({ name, hash, terms, totalRange, advantage }: Program, stale: boolean): Json {
  return {
    program: name,
    version: hash,
    terms: terms
      .filter(({ implicit }) => !implicit)
      .map((term) => ({ name: term.name, level: term.level, range: ends(term.range) })),
    total: ends(totalRange),
    advantage: advantage.name,
    stale,
  };
}

/** JSON has no infinity: an open end is null. */
function ends({ min, max }: Interval): readonly (number | null)[] {
  return [min, max].map((end) => (Number.isFinite(end) ? end : null));
}
