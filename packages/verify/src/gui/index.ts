import type { AnyFactory } from "@guerdon/core/piece";
import { guiActionMatch } from "./gui-action-match.ts";
import { guiTrajectoryMatch } from "./gui-trajectory-match.ts";

export type { Coordinates, GuiActionRead, ReadActionOptions } from "./action-of-fields.ts";
export { goldAction } from "./gold-action.ts";
export { actionTypeOf, type Direction, type GuiAction, type GuiActionType, type ScreenPoint } from "./gui-action.ts";
export type { GuiActionMatchOptions } from "./gui-action-match.ts";
export type { GuiTrajectoryMatchOptions } from "./gui-trajectory-match.ts";
export { type ActionOptions, type ActionVerdict, judgeAction } from "./judge-action.ts";
export { type ActionMatch, type ActionRules, type GoldAction, matchGuiAction } from "./match-gui-action.ts";
export { readGuiAction } from "./read-gui-action.ts";
export { guiActionMatch, guiTrajectoryMatch };

/** Sources that compare actions on screens. */
export const guiSources: readonly AnyFactory[] = [guiActionMatch, guiTrajectoryMatch];
