export { type ActionPolicyOptions, actionPolicy } from "./action-policy.ts";
export { type ActionStarts, actionWorld } from "./action-world.ts";
export { aestheticOf } from "./aesthetic-of.ts";
export { type ArithmeticThinkingOptions, arithmeticThinking } from "./arithmetic-thinking.ts";
export {
  type ArtefactDetector,
  artefactDetector,
  DEFECTS,
  type Defect,
  type DefectPair,
  defectPair,
} from "./artefact-detector.ts";
export { checkWorld } from "./check-world.ts";
export {
  type ChoiceAt,
  type ChoiceHeads,
  type ChoicePolicyOptions,
  type ChoiceWorldOptions,
  choicePolicy,
  choiceWorld,
} from "./choice-world.ts";
export { type ClickPolicyOptions, clickPolicy } from "./click-policy.ts";
export { type ClickTargetsOptions, clickTargets } from "./click-targets.ts";
export { consistencyOf } from "./consistency-of.ts";
export { type ContextualPolicyOptions, contextualPolicy } from "./contextual-policy.ts";
export type { ContextualTask } from "./contextual-task.ts";
export { type ContextualResponse, type ContextualWorldOptions, contextualWorld } from "./contextual-world.ts";
export { type CountdownOptions, countdown } from "./countdown.ts";
export {
  apart,
  type Cuboid,
  type CuboidScene,
  depthAt,
  drawCuboidScene,
  readScene,
  type SceneReadings,
} from "./cuboid-scene.ts";
export { type DegradedImagesOptions, type DegradedImagesSignal, degradedImages } from "./degraded-images.ts";
export { demonstrationCompletions } from "./demonstration-completions.ts";
export { drawPrompts, type Prompt, type PromptSource } from "./draw-prompts.ts";
export { BOX_LABELS, type SceneBox } from "./draw-scene.ts";
export { GEO_CITIES, GEO_CLUES, GEO_LEVELS, geoCity, geoCorpus, geoNames, geoPath } from "./geo-corpus.ts";
export { type GeoAnswer, type GeoTreeOptions, geoTree, geoTreePolicy } from "./geo-tree.ts";
export { type GeometryLabOptions, geometryLab, geometryLabPolicy } from "./geometry-lab.ts";
export { type GeometryPerceptionOptions, geometryPerception } from "./geometry-perception.ts";
export {
  answerIn,
  GEOMETRY_QUESTIONS,
  type GeometryCase,
  type GeometryKind,
  type GeometryQuestion,
  geometryCase,
  judgeGeometry,
} from "./geometry-questions.ts";
export { type HumpTokensOptions, humpTokens, humpTokensPolicy } from "./hump-tokens.ts";
export { type JudgePairsOptions, judgePairs } from "./judge-pairs.ts";
export { type JudgePrinciple, principleWorth } from "./judge-principle.ts";
export { JUDGE_TOKENS, type JudgeTrace, readJudgeTrace } from "./judge-trace.ts";
export { type GroundedVideo, type KeyframeVideoOptions, keyframeVideo } from "./keyframe-video.ts";
export { type KnowledgeHopsOptions, knowledgeHops } from "./knowledge-hops.ts";
export { lexicalIndex } from "./lexical-index.ts";
export { type PairwiseTokensOptions, pairwiseTokens, pairwiseTokensPolicy } from "./pairwise-tokens.ts";
export { type PatchImagesOptions, patchImages, patchImagesPolicy } from "./patch-images.ts";
export { GAMEABLE, type PersonaFamily, type PersonaLinesOptions, personaLines } from "./persona-lines.ts";
export { cameraAt, type PinholeCamera, project, toCamera, toWorld, unproject, type Vector3 } from "./pinhole-camera.ts";
export { type PointWorldOptions, pointWorld } from "./point-world.ts";
export { type ProxyTokensOptions, proxyTokens, proxyTokensPolicy } from "./proxy-tokens.ts";
export { readShapes, type ShapesRead } from "./read-shapes.ts";
export { realismOf } from "./realism-of.ts";
export { type CompletionAt, layoutOf, rolloutColumns } from "./rollout-columns.ts";
export { rolloutsOf, textOf } from "./rollouts-of.ts";
export {
  callAgreement,
  GEOMETRY_TYPES,
  GEOMETRY_WORDS,
  type GeometryCall,
  type GeometryRun,
  type GeometryType,
  type GeometryValue,
  type GeometryWord,
  runGeometry,
  stackAfter,
} from "./run-geometry.ts";
export type { SampleWorld } from "./sample-world.ts";
export { type SceneBoxesOptions, type StatedScene, sceneBoxes } from "./scene-boxes.ts";
export {
  SCENE_ROLES,
  SCENE_ROUTES,
  type Scene,
  type SceneLooks,
  type SceneObject,
  type SceneQaOptions,
  type SceneRole,
  scenePolicy,
  sceneQa,
} from "./scene-qa.ts";
export { screenPointerPolicy } from "./screen-pointer-policy.ts";
export { type SearchLog, type SearchLogOptions, searchLog } from "./search-log.ts";
export { SHADES, type ShapeWorldOptions, shapeWorld } from "./shape-world.ts";
export { type ShopSessionsOptions, type ShopSignal, shopSessions } from "./shop-sessions.ts";
export { thinkingLength } from "./thinking-length.ts";
export { type ThinkingLengthPolicyOptions, thinkingLengthPolicy } from "./thinking-length-policy.ts";
export type { ThinkingClass, ThinkingLengthOptions } from "./thinking-source.ts";
export { type TokenHackOptions, tokenHack, tokenHackPolicy } from "./token-hack.ts";
export type { Completions, Prompts, RolloutsOf, TokenWorld } from "./token-world.ts";
export { type PlannedTrip, type TravelSandboxOptions, travelSandbox } from "./travel-sandbox.ts";
export { type TwoToolQaOptions, type TwoToolQaPolicyOptions, twoToolQa, twoToolQaPolicy } from "./two-tool-qa.ts";
export { calculate, type TwoToolKind, type TwoToolQuestion, twoToolQuestions } from "./two-tool-questions.ts";
