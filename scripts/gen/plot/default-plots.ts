import type { Advantage, Piece, Transform } from "@guerdon/core/piece";
import type { Axis, PlotSpec } from "./parse-plot.ts";

/** What is drawn of a piece whose documentation names no plot. */
export function defaultPlots(piece: Piece): readonly PlotSpec[] {
  if (piece.kind === "advantage") {
    const { decoupled, refines, level } = piece as Advantage;
    if (refines !== true && (level === "step" || level === "token")) {
      return [over({ kind: level === "step" ? "steps" : "tokens", values: [[0, 0, 1]] })];
    }
    return [
      over({
        kind: "members",
        values: decoupled
          ? [
              [1, 0, 0, 1],
              [0, 0, 1, 1],
            ]
          : [[1, 0, 0, 1]],
      }),
    ];
  }
  if (!("inputs" in piece)) return [];
  const transform = piece as Transform;
  if (piece.kind === "schedule" || transform.adaptive !== undefined) return [over({ kind: "step", from: 0, to: 100 })];
  if (piece.kind === "credit") return [over({ kind: creditLevel(transform), values: [[0, 0.25, 0.5, 1]] })];
  if (piece.scope !== "rollout") return [over({ kind: "members", values: [[0, 0.25, 0.5, 1]] })];
  const [first, second] = transform.inputs;
  if (first === undefined) return [];
  const axis: Axis = { kind: "input", name: first.name, from: 0, to: 1 };
  if (first.many === true) {
    return [0, 0.5, 1].map((other) => ({ settings: { [first.name]: [other] }, axis, label: `second ${other}` }));
  }
  if (second === undefined || second.default !== undefined) return [over(axis)];
  return [0, 0.5, 1].map((value) => ({ settings: { [second.name]: value }, axis }));
}

function over(axis: Axis): PlotSpec {
  return { settings: {}, axis };
}

function creditLevel({ inputs, level }: Transform): "steps" | "tokens" {
  return level === "token" || inputs.some((input) => input.level === "token") ? "tokens" : "steps";
}
