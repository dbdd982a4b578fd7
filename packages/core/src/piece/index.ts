export type { Cache, CallOptions, CallResult, Clock, Context, Pool, PoolHealth, Task } from "./context.ts";
export {
  type AdvantageFactory,
  defineAdvantage,
  defineCombinator,
  defineShaper,
  defineSource,
  type PieceDefinition,
  type PieceFactory,
  type SourceFactory,
  type TransformFactory,
} from "./define-piece.ts";
export { type AnyFactory, type Library, makeLibrary, type Preset } from "./library.ts";
export type {
  Advantage,
  AdvantageInput,
  FieldColumns,
  FieldSpec,
  InputSpec,
  Kind,
  Measure,
  Need,
  Piece,
  PieceId,
  Scope,
  Source,
  Transform,
  Trend,
} from "./piece.ts";
