/** Bounds that keep one comparison short whatever a policy writes. */
export interface MathLimits {
  /** Longest answer text in UTF-16 units. */
  readonly characters: number;
  /** Deepest nesting of groups, fractions, powers. */
  readonly depth: number;
  /** Most nodes in one parsed answer. */
  readonly nodes: number;
  /** Largest exact number in bits; powers and factorials are estimated before they are computed. */
  readonly bits: number;
  /** Most terms of a sum or product that are added up here. */
  readonly terms: number;
}

/** How two answers are compared; every field has a default that follows Math-Verify. */
export interface MathOptions {
  /** Variables matter and a set is never a tuple (Math-Verify `strict`). Default true. */
  readonly strict?: boolean;
  /** Decimals to which a number written as a decimal is compared (Math-Verify `float_rounding`). Default 6. */
  readonly decimals?: number;
  /** Accept |a − b| ≤ this. Default 0. */
  readonly absoluteTolerance?: number;
  /** Accept |a − b| ≤ this · |gold|. Default 0. */
  readonly relativeTolerance?: number;
  /** `value`: 20 % = 0.2 only. `either`: 20 % = 0.2 or 20. Default `value`. */
  readonly percent?: "value" | "either";
  /** `ignored`: 5 cm = 5. `required`: the units must agree. Default `ignored`. */
  readonly units?: "ignored" | "required";
  /** A gold set may be answered by an inequality (Math-Verify `allow_set_relation_comp`). Default false. */
  readonly allowSetRelation?: boolean;
  /** Read the gold's `1,22` as 1.22 too; the candidate's is, when the gold is a decimal. Default false. */
  readonly decimalComma?: boolean;
  readonly limits?: Partial<MathLimits>;
}

/** Options with every default filled in. */
export interface ResolvedMathOptions extends Required<Omit<MathOptions, "limits">> {
  readonly limits: MathLimits;
}

const LIMITS: MathLimits = { characters: 4000, depth: 60, nodes: 1500, bits: 131_072, terms: 2000 };
const DEFAULTS: ResolvedMathOptions = {
  strict: true,
  decimals: 6,
  absoluteTolerance: 0,
  relativeTolerance: 0,
  percent: "value",
  units: "ignored",
  allowSetRelation: false,
  decimalComma: false,
  limits: LIMITS,
};

/** Fills in the defaults; costs nothing when no options are given. */
export function mathOptions(options?: MathOptions): ResolvedMathOptions {
  if (options === undefined) return DEFAULTS;
  return { ...DEFAULTS, ...options, limits: { ...LIMITS, ...options.limits } };
}
