import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { combinators } from "@guerdon/core/combinator";
import { scoreBatch } from "@guerdon/core/engine";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, type Program, type ProgramSpec } from "@guerdon/core/program";
import { shapers } from "@guerdon/core/shaper";
import { makeBatch } from "@guerdon/core/signal";
import { sources } from "@guerdon/verify";
import type { RewardService, ScoreReply, ScoreRequest } from "../service/reward-service.ts";
import type { Adapter, AdapterSettings, PlainCall, WireReply } from "./adapter.ts";

export const library = makeLibrary([...sources, ...combinators, ...shapers, ...advantages], advantagePresets);

const clock = {
  now: () => performance.now(),
  after: (ms: number, then: () => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** Scores by the real engine, with neither runs nor store; remembers what it was asked. */
export function engineService(specs: readonly ProgramSpec[]): RewardService & { readonly asked: ScoreRequest[] } {
  const programs = new Map<string, Program>(specs.map((spec) => [spec.reward, compileProgram(spec, library)]));
  const asked: ScoreRequest[] = [];
  return {
    programs,
    asked,
    score: async (request): Promise<ScoreReply> => {
      asked.push(request);
      const program = programs.get(request.program ?? ([...programs.keys()][0] as string)) as Program;
      const batch = makeBatch(request.rollouts);
      const scores = await scoreBatch(program, batch, { clock });
      const terms = new Map([...scores.terms].map(([name, { signal }]) => [name, signal]));
      return {
        id: "b1",
        program,
        step: 0,
        batch,
        places: Int32Array.from(request.rollouts, (rollout) => batch.rollouts.indexOf(rollout)),
        columns: { total: scores.total, terms },
        repeated: false,
        late: false,
        seconds: scores.seconds,
      };
    },
    endStep: async (_, step) => ({ step, moved: true }),
  };
}

/** What a host does with a route: reads the body, asks the service, maps the reply. */
export async function post(
  adapter: Adapter,
  path: string,
  body: unknown,
  service: RewardService,
  settings: AdapterSettings = {},
): Promise<WireReply> {
  const route = adapter.scores.find((each) => each.path === path);
  if (route === undefined) throw new Error(`no scoring route ${path}`);
  const parsed = route.body.safeParse(body);
  if (!parsed.success) return refuse(adapter, path, parsed.error.issues);
  const reply = await service.score(route.toRequest(parsed.data, settings)).then(
    (scored) => route.toReply(scored, parsed.data, settings),
    (error) => route.toFailure(error, parsed.data, settings),
  );
  if (reply.status < 300) route.reply.parse(reply.body);
  return reply;
}

/** The same for a route that answers by itself. */
export async function ask(
  adapter: Adapter,
  [method, path]: readonly [string, string],
  body: unknown,
  call: Partial<PlainCall> & Pick<PlainCall, "service">,
): Promise<WireReply> {
  const route = adapter.plain.find((each) => each.path === path && each.method === method);
  if (route === undefined) throw new Error(`no route ${method} ${path}`);
  const parsed = route.body?.safeParse(body);
  if (parsed?.success === false) return refuse(adapter, path, parsed.error.issues);
  const whole = { params: {}, query: {}, headers: {}, settings: {}, ...call };
  const reply = await route.answer(parsed?.data ?? {}, whole);
  if (reply.status < 300) route.reply.parse(reply.body);
  return reply;
}

function refuse(
  adapter: Adapter,
  path: string,
  issues: readonly { path: PropertyKey[]; message: string }[],
): WireReply {
  const list = issues.map((issue) => ({ path: issue.path as (string | number)[], message: issue.message }));
  const message = list.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  return (
    adapter.toInvalid?.({ status: 422, path, message, issues: list }) ?? { status: 422, body: { detail: message } }
  );
}
