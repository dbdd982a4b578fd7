/** A part of a message: a text, or an object with the type of one. */
export type EvalPart =
  | string
  | { readonly type: "input_text" | "output_text"; readonly text: string }
  | { readonly type: "input_image"; readonly image_url?: string; readonly detail?: "high" | "low" | "auto" }
  | { readonly type: "input_audio"; readonly input_audio: { readonly data: string; readonly format: "mp3" | "wav" } };

export interface EvalItem {
  readonly role: "user" | "assistant" | "system" | "developer";
  readonly content: EvalPart | readonly EvalPart[];
}

export type SimilarityMetric =
  | "cosine"
  | "fuzzy_match"
  | "bleu"
  | "gleu"
  | "meteor"
  | `rouge_${1 | 2 | 3 | 4 | 5 | "l"}`;

interface Compared {
  readonly name: string;
  readonly input: string;
  readonly reference: string;
}

interface Asked {
  readonly name: string;
  readonly model: string;
  readonly input: readonly EvalItem[];
}

/** A grader that computes nothing of others. */
export type SingleGrader =
  | (Compared & { readonly type: "string_check"; readonly operation: "eq" | "ne" | "neq" | "like" | "ilike" })
  | (Compared & {
      readonly type: "text_similarity";
      readonly evaluation_metric: SimilarityMetric;
      readonly pass_threshold?: number | undefined;
    })
  | (Asked & {
      readonly type: "score_model";
      readonly range?: readonly [number, number] | undefined;
      readonly sampling_params?: { readonly [name: string]: number | string | null | undefined } | undefined;
    })
  | (Asked & {
      readonly type: "label_model";
      readonly labels: readonly string[];
      readonly passing_labels: readonly string[];
    })
  | {
      readonly type: "python";
      readonly name: string;
      readonly source: string;
      readonly image_tag?: string | null | undefined;
    };

export interface MultiGrader {
  readonly type: "multi";
  readonly name: string;
  readonly graders: SingleGrader | readonly SingleGrader[] | { readonly [variable: string]: SingleGrader };
  readonly calculate_output: string;
}

/** A grader as OpenAI's API has it. */
export type Grader = SingleGrader | MultiGrader;
