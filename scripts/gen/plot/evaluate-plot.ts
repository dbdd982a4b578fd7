import type { Advantage, Piece, Transform } from "@guerdon/core/piece";
import type { Factory } from "../generator.ts";
import { evaluateAdvantage } from "./evaluate-advantage.ts";
import { overInput, overStep } from "./evaluate-curve.ts";
import { overRows } from "./evaluate-rows.ts";
import type { PlotSpec } from "./parse-plot.ts";
import type { Series } from "./series.ts";
import { splitSettings } from "./split-settings.ts";

/** Evaluates a piece as a plot asks. */
export function evaluatePlot(factory: Factory, { settings, axis }: PlotSpec): Series {
  const { options, given } = splitSettings(factory, settings);
  const piece = factory(options);
  const yLabel = factory.pieceName;
  if (isAdvantage(piece)) {
    if (!("values" in axis)) throw new Error(`Expected \`${factory.id}\` to be plotted over members, steps or tokens.`);
    return evaluateAdvantage(piece, axis, given, yLabel);
  }
  if (!isTransform(piece)) throw new Error(`Expected a piece that can be plotted, got \`${factory.id}\`.`);
  if (axis.kind === "input") return overInput(piece, axis, given, yLabel);
  if (axis.kind === "step") return overStep(piece, axis, given, yLabel);
  return overRows(piece, axis, given, yLabel);
}

function isAdvantage(piece: Piece): piece is Advantage {
  return piece.kind === "advantage";
}

function isTransform(piece: Piece): piece is Transform {
  return "inputs" in piece && "apply" in piece;
}
