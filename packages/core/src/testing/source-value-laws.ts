import type { Source } from "../piece/index.ts";
import { flatLayout, missingAt, sizeAt } from "../signal/index.ts";
import { difference, shown, wordsAt } from "./difference.ts";
import { firstBreach, firstBreachAt } from "./first-breach.ts";
import { takeLayout, takeRows } from "./rows.ts";
import { indicesOf, rowOf, type SourceLaw, scoreOf } from "./score-of.ts";
import { shapeBreach } from "./shape-breach.ts";

/** What every source keeps. */
export const sourceValueLaws: readonly SourceLaw[] = [
  {
    name: "rebuilds from JSON",
    breach: async (subject) => {
      const { factory, piece } = subject;
      const rebuilt = factory(JSON.parse(JSON.stringify(piece.options))) as Source;
      if (rebuilt.id !== piece.id) return `id ${rebuilt.id} after the round trip`;
      return difference(await scoreOf(subject), await scoreOf({ ...subject, piece: rebuilt }), 0);
    },
  },
  {
    name: "gives the same result twice",
    breach: async (subject) => difference(await scoreOf(subject), await scoreOf(subject), 0),
  },
  {
    name: "does not change its columns",
    breach: async (subject) => {
      const before = JSON.stringify(subject.columns);
      await scoreOf(subject);
      return JSON.stringify(subject.columns) === before ? undefined : "columns that differ after scoring";
    },
  },
  {
    name: "reads only its declared fields",
    breach: async (subject) => {
      const undeclared = new Set<string>();
      const columns = new Proxy(subject.columns, {
        get: (target, field) => {
          if (typeof field === "string" && !(field in subject.piece.fields)) undeclared.add(field);
          return Reflect.get(target, field);
        },
      });
      await scoreOf({ ...subject, columns });
      return undeclared.size === 0
        ? undefined
        : `a read of ${[...undeclared].map((field) => `\`${field}\``).join(", ")}`;
    },
  },
  {
    name: "decides every value",
    breach: async (subject) => {
      const out = await scoreOf(subject);
      const silent = firstBreachAt(out, (i) =>
        out.present[i] === 1 || out.notes?.missing.has(i) === true ? undefined : `neither a value nor a reason at ${i}`,
      );
      return shapeBreach(out, sizeAt(subject.layout, out.level)) ?? silent;
    },
  },
  {
    name: "blames the engine for nothing",
    breach: async (subject) => {
      const out = await scoreOf(subject);
      return firstBreachAt(out, (i) => {
        if (out.present[i] === 1) return undefined;
        const reason = missingAt(out, i);
        return reason.kind === "failed" && reason.blame === "engine" ? `${wordsAt(out, i)} at ${i}` : undefined;
      });
    },
  },
  {
    name: "stays in its range",
    breach: async (subject) => {
      const { min, max } = subject.piece.range;
      const out = await scoreOf(subject);
      return firstBreachAt(out, (i) => {
        const value = out.values[i] as number;
        return out.present[i] === 0 || (value >= min && value <= max)
          ? undefined
          : `${value} at ${i} outside of [${min}, ${max}]`;
      });
    },
  },
  {
    name: "takes an empty batch",
    breach: async (subject) => {
      const columns = Object.fromEntries(Object.keys(subject.columns).map((field) => [field, []]));
      return shapeBreach(await scoreOf({ ...subject, columns, layout: flatLayout([]) }), 0);
    },
  },
];

/** What sources keep whose scope is the rollout. */
export const rowsApart: SourceLaw = {
  name: "judges each row alone",
  breach: async (subject) => {
    const { columns, layout } = subject;
    const together = await scoreOf(subject);
    const alone = layout.groupOf.map((_, row) => row);
    const signals = await Promise.all(
      Array.from(alone, (row) =>
        scoreOf({ ...subject, columns: rowOf(columns, row), layout: takeLayout(layout, [row]) }),
      ),
    );
    return firstBreach(signals, (signal, row) => {
      const breach = difference(takeRows(together, indicesOf(subject, row)), signal, 0);
      return breach === undefined ? undefined : `${breach} for row ${row} alone: ${JSON.stringify(shown(signal))}`;
    });
  },
};
