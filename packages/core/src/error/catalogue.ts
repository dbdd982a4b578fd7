/** Every error code with what it means. Codes never change; texts may. */
export const CATALOGUE = {
  GUERDON_OPTION: "An option of a piece has a wrong value.",
  GUERDON_PIECE_UNKNOWN: "No piece, preset or alias has this name.",
  GUERDON_PIECE_KIND: "A piece stands where another kind of piece belongs.",
  GUERDON_SHAPE: "Two columns that must have the same length do not.",
  GUERDON_LEVEL: "A signal has another level than the one asked for.",
  GUERDON_EXPRESSION: "An expression cannot be parsed.",
  GUERDON_EXPRESSION_LIMIT: "An expression is larger or deeper than the limit.",
  GUERDON_NAME_UNKNOWN: "An expression names a term that the program does not have.",
  GUERDON_TEMPLATE: "A `{{ … }}` template cannot be parsed.",
  GUERDON_PROGRAM: "A reward program does not have the right form.",
  GUERDON_PROGRAM_SYNTAX: "A reward program file is not valid YAML or JSON.",
  GUERDON_CYCLE: "Terms depend on each other in a circle.",
  GUERDON_ROLLOUT: "A row cannot be read as a rollout.",
  GUERDON_ROW_JSON: "A line of the input is not valid JSON.",
  GUERDON_ROW_LENGTH: "A line of the input is longer than the limit.",
  GUERDON_DUPLICATE_ID: "Two rows of the input have the same id.",
  GUERDON_FIELD_MISSING: "A template names a field that the row does not have.",
  GUERDON_FILE: "A file cannot be read or written.",
  GUERDON_MAP: "The `--map` option is not a map of rollout fields to row fields.",
  GUERDON_RESUME: "A partial output does not belong to this program and input.",
  GUERDON_POOL: "The process pool cannot run this call.",
  GUERDON_ENGINE_MISSING: "An optional engine that a piece needs is not installed.",
  GUERDON_USAGE: "The command line is not used as documented.",
  GUERDON_LAW: "A piece breaks a law of its kind.",
} as const;

export type ErrorCode = keyof typeof CATALOGUE;
