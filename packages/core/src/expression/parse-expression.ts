import { didYouMean } from "../error/did-you-mean.ts";
import { RewardError } from "../error/reward-error.ts";
import type { Expression } from "./expression.ts";
import { expressionError } from "./expression-error.ts";
import type { FunctionSpec, Notation } from "./function/function-spec.ts";
import { calledFunction, FUNCTIONS } from "./function/functions.ts";
import { type Token, tokenize } from "./tokenize.ts";

/** Bounds that keep every later walk over an expression short. */
export interface ExpressionLimits {
  /** Levels of nesting; each `+` of a chain is one. */
  readonly maxDepth?: number;
  /** Numbers, names, operators and calls together. */
  readonly maxNodes?: number;
  /** Characters. */
  readonly maxLength?: number;
}

const LIMITS: Required<ExpressionLimits> = { maxDepth: 256, maxNodes: 4096, maxLength: 65_536 };

/**
 * Reads an expression over named terms.
 *
 * Binds from loose to tight: `or`, `and`, `not`, comparisons, `+ -`, `* /`, `-x` and `!x`, `^`.
 * `&&`, `||` and `**` are other ways to write `and`, `or` and `^`; a name with characters other
 * than letters, digits and `_` stands in backticks.
 *
 * @throws RewardError GUERDON_EXPRESSION with the place, what was expected and what was got
 * @throws RewardError GUERDON_EXPRESSION_LIMIT when the text is too long, too large or too deep
 *
 * ```ts doctest
 * import { formatExpression, parseExpression } from "@guerdon/core/expression";
 * formatExpression(parseExpression("-x^2 + !(a>0 && b)")) // => "-x ^ 2 + (not (a > 0 and b))"
 * ```
 */
export function parseExpression(text: string, limits: ExpressionLimits = {}): Expression {
  const bounds = { ...LIMITS, ...limits };
  if (text.length > bounds.maxLength) throw limitError("characters", bounds.maxLength, text.length);
  return new Parser(tokenize(text), bounds).whole();
}

function limitError(what: string, limit: number, got: number): RewardError {
  return new RewardError(
    "GUERDON_EXPRESSION_LIMIT",
    `Expected an expression with at most ${limit} ${what}, got ${got === limit + 1 ? "more" : got}.`,
    {
      hint: "Name a part of it as a term of its own, or write a long sum as `sum(a, b, …)`.",
      details: { what, limit, got },
    },
  );
}

type Operator = { readonly spec: FunctionSpec; readonly notation: Notation };

function operators(form: Notation["form"]): ReadonlyMap<string, Operator> {
  const found = new Map<string, Operator>();
  for (const spec of FUNCTIONS) {
    const { notation } = spec;
    if (notation?.form !== form) continue;
    for (const symbol of [notation.symbol, ...(notation.aliases ?? [])]) found.set(symbol, { spec, notation });
  }
  return found;
}

const INFIX = operators("infix");
const PREFIX = operators("prefix");
const TIGHT = (PREFIX.get("-") as Operator).notation.precedence;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #limits: Required<ExpressionLimits>;
  readonly #depths: Map<Expression, number> = new Map();
  #next = 0;
  #open = 0;

  constructor(tokens: readonly Token[], limits: Required<ExpressionLimits>) {
    this.#tokens = tokens;
    this.#limits = limits;
  }

  whole(): Expression {
    const expression = this.#binary(0);
    const token = this.#token;
    if (token.kind !== "end") throw this.#unexpected("an operator or the end", afterOperand(token));
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  /** An operand and the infix operators after it that bind at least as tightly as `least`. */
  #binary(least: number): Expression {
    if (++this.#open > this.#limits.maxDepth) throw this.#tooDeep();
    let left = this.#operand(least);
    for (let operator = this.#infix(); operator !== undefined; operator = this.#infix()) {
      const { spec, notation } = operator;
      if (notation.precedence < least) break;
      this.#next++;
      const right = this.#binary(notation.precedence + (notation.associativity === "right" ? 0 : 1));
      left = this.#node(spec.name, [left, right], left.at, right.end);
      const again = this.#infix()?.notation;
      if (notation.associativity === "none" && again?.precedence === notation.precedence) throw this.#chained();
    }
    this.#open--;
    return left;
  }

  #infix(): Operator | undefined {
    const { kind, text } = this.#token;
    return kind === "symbol" || kind === "word" ? INFIX.get(text) : undefined;
  }

  #operand(least: number): Expression {
    const token = this.#token;
    if (token.kind === "number") return this.#number(token);
    if (token.kind === "quoted") return this.#name(token);
    if (token.kind === "symbol" && token.text === "(") return this.#group();
    if (token.kind === "symbol" && token.text === "+") return this.#positive();
    if (token.kind === "symbol" && token.text === "!") return this.#prefix(PREFIX.get("not") as Operator, TIGHT);
    const prefix = token.kind === "symbol" || token.kind === "word" ? PREFIX.get(token.text) : undefined;
    if (prefix !== undefined) {
      const { precedence } = prefix.notation;
      if (precedence < least && precedence < TIGHT) {
        throw this.#unexpected("a number, a name or `(`", `Put \`${token.text} …\` in parentheses here.`);
      }
      return this.#prefix(prefix, precedence);
    }
    if (token.kind !== "word" || INFIX.has(token.text)) throw this.#unexpected("a number, a name or `(`");
    const following = this.#tokens[this.#next + 1] as Token;
    return following.kind === "symbol" && following.text === "(" ? this.#call(token) : this.#name(token);
  }

  #prefix({ spec }: Operator, precedence: number): Expression {
    const { at } = this.#token;
    this.#next++;
    const operand = this.#binary(precedence);
    return this.#node(spec.name, [operand], at, operand.end);
  }

  #positive(): Expression {
    this.#next++;
    return this.#binary(TIGHT);
  }

  #number(token: Token): Expression {
    const value = Number(token.text);
    if (!Number.isFinite(value)) throw this.#unexpected("a finite number");
    this.#next++;
    return this.#leaf({ kind: "number", value, at: token.at, end: token.end });
  }

  #name(token: Token): Expression {
    this.#next++;
    return this.#leaf({ kind: "name", name: token.text, at: token.at, end: token.end });
  }

  #group(): Expression {
    this.#next++;
    const inner = this.#binary(0);
    this.#close("`)`");
    return inner;
  }

  #close(expected: string): number {
    const token = this.#token;
    if (token.kind !== "symbol" || token.text !== ")") {
      throw this.#unexpected(`an operator or ${expected}`, afterOperand(token));
    }
    this.#next++;
    return token.end;
  }

  #call(word: Token): Expression {
    const spec = calledFunction(word.text);
    if (spec === undefined) throw unknownFunction(word);
    this.#next += 2;
    const args: Expression[] = [];
    while (args.length > 0 || !this.#at(")")) {
      args.push(this.#binary(0));
      if (!this.#at(",")) break;
      this.#next++;
    }
    const end = this.#close("`,` or `)`");
    const [least, most] = spec.arity;
    if (args.length < least || args.length > most) throw wrongCount(word, end, spec, args.length);
    return this.#node(spec.name, args, word.at, end);
  }

  #at(symbol: string): boolean {
    return this.#token.kind === "symbol" && this.#token.text === symbol;
  }

  #leaf(node: Expression): Expression {
    return this.#count(node, 1);
  }

  #node(fn: string, args: readonly Expression[], at: number, end: number): Expression {
    let deepest = 0;
    for (const arg of args) deepest = Math.max(deepest, this.#depths.get(arg) as number);
    return this.#count({ kind: "call", fn, args, at, end }, deepest + 1);
  }

  #count(node: Expression, depth: number): Expression {
    this.#depths.set(node, depth);
    if (depth > this.#limits.maxDepth) throw this.#tooDeep();
    const { maxNodes } = this.#limits;
    if (this.#depths.size > maxNodes) throw limitError("numbers, names and operators", maxNodes, this.#depths.size);
    return node;
  }

  #tooDeep(): RewardError {
    return limitError("levels of nesting", this.#limits.maxDepth, this.#limits.maxDepth + 1);
  }

  #unexpected(expected: string, hint?: string): RewardError {
    const token = this.#token;
    return expressionError({ at: token.at, end: token.end, expected, got: shown(token), hint });
  }

  #chained(): RewardError {
    return this.#unexpected("one comparison at a time", "Write `a < b and b < c` for `a < b < c`.");
  }
}

function shown(token: Token): string {
  return token.kind === "end" ? "the end" : `\`${token.text}\``;
}

function afterOperand(token: Token): string | undefined {
  if (token.kind === "symbol" && token.text === "(") return "Only functions are called; write `*` to multiply.";
  if (token.kind === "symbol" && token.text === ",") return "Only the operands of a function are separated by commas.";
  if (token.kind === "symbol" && token.text === ")") return "There is no `(` that this one closes.";
  return token.kind === "end" ? undefined : "Put an operator between two operands, such as `*` or `+`.";
}

function unknownFunction(word: Token): RewardError {
  const names = FUNCTIONS.filter((spec) => spec.notation === undefined).map((spec) => spec.name);
  const near = didYouMean(word.text, names);
  return expressionError({
    at: word.at,
    end: word.end,
    expected: "a function",
    got: `\`${word.text}\``,
    hint: near === "" ? `There are ${names.join(", ")}.` : near,
  });
}

function wrongCount(word: Token, end: number, spec: FunctionSpec, got: number): RewardError {
  const [least, most] = spec.arity;
  const range =
    most === Number.POSITIVE_INFINITY ? `${least} or more` : least === most ? `${least}` : `${least} or ${most}`;
  const plural = range === "1" ? "operand" : "operands";
  return expressionError({
    at: word.at,
    end,
    expected: `${range} ${plural} of \`${spec.name}\``,
    got: `${got}`,
    hint: `Write \`${spec.signature}\`.`,
  });
}
