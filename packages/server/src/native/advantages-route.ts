import { concludeBatch, deadGroups } from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import type { Json, Layout, Signal } from "@guerdon/core/signal";
import type { HostRoute } from "../host/route.ts";
import { advantageReplySchema, advantageRequestSchema, type WireAdvantageRequest } from "../protocol/index.ts";
import type { ProgramRegistry } from "../service/program-registry.ts";
import { advantageProgram } from "./advantage-program.ts";
import { valueOrValues } from "./values-of.ts";

/** `POST /v1/advantages`: rewards in, advantages out, by the advantage of a served program or by a named one. */
export function advantagesRoute(programs: ProgramRegistry): HostRoute {
  return {
    method: "POST",
    path: "/v1/advantages",
    operationId: "advantages",
    protocol: "native",
    summary: "Makes advantages of rewards that are known already.",
    scope: "score",
    body: advantageRequestSchema,
    reply: advantageReplySchema,
    answer({ body }) {
      const wire = body as WireAdvantageRequest;
      const named = Object.keys(wire.terms ?? {});
      const program =
        wire.advantage === undefined ? programs.select(wire.program) : advantageProgram(wire.advantage, named);
      return { status: 200, body: advantagesOf(wire, program) };
    },
  };
}

function advantagesOf(
  { rewards, groups, terms = {}, tokenCounts, step = 0 }: WireAdvantageRequest,
  program: Program,
): Json {
  const { layout, order } = layoutOf(rewards.length, groups, tokenCounts);
  const total = columnOf(rewards, order);
  const given = new Map(program.terms.map(({ name }) => [name, columnOf(terms[name] ?? [], order)]));
  const { advantages } = concludeBatch(program, given, { layout, step }, { total });
  const placeOf = new Int32Array(rewards.length);
  order.forEach((original, place) => {
    placeOf[original] = place;
  });
  return {
    advantage: program.advantage.name,
    advantages: Array.from(placeOf, (place) => valueOrValues(advantages, layout, place)),
    deadGroups: deadGroups(total, advantages, layout).map(({ group, why }) => ({
      group: layout.groupKeys?.[group] ?? "",
      why,
    })),
  };
}

function layoutOf(
  count: number,
  groups: readonly (string | number)[] | undefined,
  tokenCounts: readonly number[] | undefined,
): { readonly layout: Layout; readonly order: readonly number[] } {
  const members = new Map<string, number[]>();
  for (let i = 0; i < count; i++) {
    const key = String(groups?.[i] ?? "");
    const own = members.get(key);
    if (own === undefined) members.set(key, [i]);
    else own.push(i);
  }
  const order = [...members.values()].flat();
  const groupOf = Int32Array.from([...members.values()].flatMap((own, group) => own.map(() => group)));
  const tokenOffsets = new Int32Array(count + 1);
  order.forEach((original, place) => {
    tokenOffsets[place + 1] = (tokenOffsets[place] as number) + (tokenCounts?.[original] ?? 0);
  });
  const layout = { groupOf, stepOffsets: new Int32Array(count + 1), tokenOffsets, groupKeys: [...members.keys()] };
  return { layout, order };
}

function columnOf(values: readonly (number | null)[], order: readonly number[]): Signal {
  const signal = {
    level: "rollout",
    values: new Float64Array(order.length),
    present: new Uint8Array(order.length),
  } as const;
  order.forEach((original, place) => {
    const value = values[original] ?? null;
    signal.values[place] = value ?? 0;
    signal.present[place] = value === null ? 0 : 1;
  });
  return signal;
}
