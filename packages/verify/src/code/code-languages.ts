/** Languages whose programs are read as syntax trees. */
export const CODE_LANGUAGES = ["python", "javascript", "typescript", "java", "c-sharp"] as const;
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];

/** Names that a grammar gives to what the measures look for. */
export interface GrammarNames {
  readonly functions: readonly string[];
  /** Nodes that add a way through the function. */
  readonly branches: readonly string[];
  /** Operators that do. */
  readonly shortCircuits: readonly string[];
  /** Statements that hold others one level deeper. */
  readonly nests: readonly string[];
  /** Statements after which the next in the same block is never reached. */
  readonly exits: readonly string[];
  readonly calls: readonly string[];
  /** Statements of a test that make it more than one straight way. */
  readonly conditionals: readonly string[];
  readonly blocks: readonly string[];
  readonly keywords: readonly string[];
}

const SCRIPT: GrammarNames = {
  functions: [
    "function_declaration",
    "function_expression",
    "arrow_function",
    "method_definition",
    "generator_function",
    "generator_function_declaration",
  ],
  branches: [
    "if_statement",
    "for_statement",
    "for_in_statement",
    "while_statement",
    "do_statement",
    "switch_case",
    "catch_clause",
    "ternary_expression",
  ],
  shortCircuits: ["&&", "||", "??", "&&=", "||=", "??="],
  nests: [
    "if_statement",
    "for_statement",
    "for_in_statement",
    "while_statement",
    "do_statement",
    "switch_statement",
    "try_statement",
  ],
  exits: ["return_statement", "throw_statement", "break_statement", "continue_statement"],
  calls: ["call_expression", "new_expression"],
  conditionals: [
    "if_statement",
    "for_statement",
    "for_in_statement",
    "while_statement",
    "do_statement",
    "switch_statement",
    "try_statement",
    "ternary_expression",
  ],
  blocks: ["statement_block", "program"],
  keywords:
    "async await break case catch class const continue debugger default delete do else export extends finally for function get if import in instanceof let new of return set static super switch this throw try typeof var void while with yield true false null undefined".split(
      " ",
    ),
};

const C_LIKE_BRANCHES: readonly string[] = [
  "if_statement",
  "for_statement",
  "while_statement",
  "do_statement",
  "catch_clause",
];

export const GRAMMARS: { readonly [language in CodeLanguage]: GrammarNames } = {
  python: {
    functions: ["function_definition"],
    branches: [
      "if_statement",
      "elif_clause",
      "conditional_expression",
      "for_statement",
      "while_statement",
      "except_clause",
      "for_in_clause",
      "if_clause",
      "case_clause",
      "assert_statement",
    ],
    shortCircuits: ["and", "or"],
    nests: ["if_statement", "for_statement", "while_statement", "try_statement", "with_statement", "match_statement"],
    exits: ["return_statement", "raise_statement", "break_statement", "continue_statement"],
    calls: ["call"],
    conditionals: [
      "if_statement",
      "for_statement",
      "while_statement",
      "try_statement",
      "match_statement",
      "conditional_expression",
    ],
    blocks: ["block", "module"],
    keywords:
      "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
        " ",
      ),
  },
  javascript: SCRIPT,
  typescript: {
    ...SCRIPT,
    keywords: [
      ...SCRIPT.keywords,
      ..."abstract any as boolean declare enum implements interface is keyof namespace never number private protected public readonly string type unknown".split(
        " ",
      ),
    ],
  },
  java: {
    functions: ["method_declaration", "constructor_declaration", "lambda_expression"],
    branches: [...C_LIKE_BRANCHES, "enhanced_for_statement", "ternary_expression"],
    shortCircuits: ["&&", "||"],
    nests: [
      "if_statement",
      "for_statement",
      "enhanced_for_statement",
      "while_statement",
      "do_statement",
      "switch_expression",
      "try_statement",
    ],
    exits: ["return_statement", "throw_statement", "break_statement", "continue_statement"],
    calls: ["method_invocation", "object_creation_expression"],
    conditionals: [
      "if_statement",
      "for_statement",
      "enhanced_for_statement",
      "while_statement",
      "do_statement",
      "switch_expression",
      "try_statement",
      "ternary_expression",
    ],
    blocks: ["block", "constructor_body"],
    keywords:
      "abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally float for if implements import instanceof int interface long native new package private protected public return short static strictfp super switch synchronized this throw throws transient try void volatile while true false null".split(
        " ",
      ),
  },
  "c-sharp": {
    functions: ["method_declaration", "constructor_declaration", "local_function_statement", "lambda_expression"],
    branches: [...C_LIKE_BRANCHES, "foreach_statement", "conditional_expression"],
    shortCircuits: ["&&", "||", "??"],
    nests: [
      "if_statement",
      "for_statement",
      "foreach_statement",
      "while_statement",
      "do_statement",
      "switch_statement",
      "try_statement",
    ],
    exits: ["return_statement", "throw_statement", "break_statement", "continue_statement"],
    calls: ["invocation_expression", "object_creation_expression"],
    conditionals: [
      "if_statement",
      "for_statement",
      "foreach_statement",
      "while_statement",
      "do_statement",
      "switch_statement",
      "try_statement",
      "conditional_expression",
    ],
    blocks: ["block"],
    keywords:
      "abstract as base bool break byte case catch char class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly ref return sealed short sizeof static string struct switch this throw true try typeof uint ulong using var virtual void volatile while".split(
        " ",
      ),
  },
};
