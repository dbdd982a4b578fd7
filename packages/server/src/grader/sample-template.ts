/** Fields of a chat completion that say what the sample's own fields say. */
const CHOICES: readonly (readonly [RegExp, string])[] = [
  [/\bsample\.choices(?:\[0\]|\.0)\.message\.content\b/g, "sample.output_text"],
  [/\bsample\.choices(?:\[0\]|\.0)\.message\.tool_calls\b/g, "sample.output_tools"],
];

/**
 * A grader's template in the words of programs: the first of `sample.choices` is what the sample's own fields hold.
 *
 * ```ts doctest
 * import { sampleTemplate } from "@guerdon/server/grader";
 * sampleTemplate("{{ sample.choices[0].message.content }}") // => "{{ sample.output_text }}"
 * ```
 */
export function sampleTemplate(template: string): string {
  return template.replace(/\{\{[^}]*\}\}/g, (field) =>
    CHOICES.reduce((text, [pattern, field]) => text.replace(pattern, field), field),
  );
}
