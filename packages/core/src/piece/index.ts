export type { Cache, CallOptions, CallResult, Clock, Context, Pool, PoolHealth, Task } from "./context.ts";
export {
  type AdvantageFactory,
  type DefineTransform,
  defineAdvantage,
  defineCombinator,
  defineCredit,
  defineRouter,
  defineSampler,
  defineSchedule,
  defineShaper,
  defineSource,
  type PieceDefinition,
  type PieceFactory,
  type SourceFactory,
  type TransformFactory,
} from "./define-piece.ts";
export { type AnyFactory, type Library, makeLibrary, type Preset } from "./library.ts";
export { type Adaptive, type Moment, START, stateOf } from "./moment.ts";
export {
  type Advantage,
  type AdvantageInput,
  type FieldColumns,
  type FieldSpec,
  type InputSpec,
  type Kind,
  type Measure,
  type Need,
  type Piece,
  type PieceId,
  type Scope,
  type Source,
  TRANSFORM_KINDS,
  type Transform,
  type TransformKind,
  type Trend,
} from "./piece.ts";
