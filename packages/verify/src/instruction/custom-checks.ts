import type { Checkers } from "./checker.ts";
import { punktSentences } from "./punkt-sentences.ts";
import { readCsv } from "./read-csv.ts";
import { bare, split, strip, toAscii, withoutPunctuation } from "./words.ts";

const CAPITALS = (
  "Reykjavik Helsinki Oslo Tallinn Stockholm Riga Moscow Copenhagen Vilnius Minsk Dublin Berlin Amsterdam Warsaw " +
  "London Brussels Prague Luxembourg Paris Vienna Bratislava Budapest Vaduz Chisinau Bern Ljubljana Zagreb"
).split(" ");
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Single tasks of IFBench. */
export const customChecks: Checkers = {
  "custom:multiples": (text) => (text.match(/\p{Nd}+/gu) ?? []).join(" ") === "14 21 28 35 42 49",
  "custom:mcq_count_length": (text) => {
    const parts = text.split(/\n*Question \d+[.|):;]?\s*/u);
    if (!text.startsWith("Question")) return false;
    const questions = parts.map(strip).filter((part) => part !== "");
    const lengths = questions.map(questionLength);
    return (
      lengths.length === 4 &&
      lengths.every((length, i) => length >= 0 && (i === 0 || length > (lengths[i - 1] as number)))
    );
  },
  "custom:reverse_newline": (text) => {
    const lines = text
      .split("\n")
      .map((line) => bare(line))
      .filter((line) => line !== "");
    const from = lines.findIndex((line) => line.includes("Zimbabwe"));
    const names = lines.slice(from).map(toAscii);
    return from >= 0 && names.length >= 52 && names.every((name, i) => i === 0 || (names[i - 1] as string) >= name);
  },
  "custom:word_reverse": (text) => {
    const reversed = [...split(withoutPunctuation(strip(text.toLowerCase())))].reverse().join(" ");
    return reversed.includes("bald eagle") && punktSentences(reversed).includes(reversed);
  },
  "custom:character_reverse": (text) => text.toLowerCase().includes("elgae dlab"),
  "custom:sentence_alphabet": (text) => {
    const sentences = punktSentences(text);
    return sentences.length === 26 && sentences.every((sentence, i) => sentence.toLowerCase().charCodeAt(0) === 97 + i);
  },
  "custom:european_capitals_sort": (text) => {
    const given = toAscii(text)
      .split(",")
      .map(strip)
      .filter((part) => part !== "");
    return given.length === CAPITALS.length && given.every((name, i) => name === CAPITALS[i]);
  },
  "custom:csv_city": (text) => {
    const rows = readCsv(text);
    return (
      rows.length === 8 && rows[0]?.join() === "ID,Country,City,Year,Count" && rows.every((row) => row.length === 5)
    );
  },
  "custom:csv_special_character": (text) => {
    if (!isHeader(text, ",", ["ProductID", "Category", "Brand", "Price", "Stock"])) return false;
    const rows = readCsv(text.replaceAll('"', '"""'));
    if (rows.length !== 15) return false;
    for (const row of rows.slice(1)) {
      if (row.length !== 5) return false;
      if (row.some((field) => /^".*[^\p{L}\p{N}_\s].*"/u.test(field))) return true;
    }
    return false;
  },
  "custom:csv_quotes": (text) => {
    if (!isHeader(text, "\t", ["StudentID", "Subject", "Grade", "Semester", "Score"])) return false;
    const rows = readCsv(text.replaceAll('"', '"""'), "\t");
    return rows.length === 4 && rows.every((row) => row.length === 5 && row.every((field) => isQuoted(strip(field))));
  },
  "custom:date_format_list": (text) =>
    strip(text)
      .split(",")
      .every((part) => {
        const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(strip(part))?.map(Number) ?? [];
        if (year === undefined || month === undefined || day === undefined) return false;
        return year >= 1769 && year <= 1821 && month <= 12 && day <= (DAYS[month - 1] ?? 99);
      }),
};

/** Characters of a question before its five choices; −1 when they are not five. */
function questionLength(question: string): number {
  const lines = question.split("\n").map(strip);
  const isChoice = (line: string) => /^[A-Ea-e][.|)]\s*[\p{L}\p{N}_]/u.test(line);
  const first = lines.findIndex(isChoice);
  return lines.filter(isChoice).length === 5 ? strip(lines.slice(0, first).join(" ")).length : -1;
}

function isHeader(text: string, separator: string, names: readonly string[]): boolean {
  const fields = strip(text.split("\n", 1)[0] as string).split(separator);
  return (
    fields.length === names.length &&
    fields.every((field, i) => [names[i], `"${names[i]}"`].includes(i === 0 ? field : field.trimStart()))
  );
}

function isQuoted(field: string): boolean {
  return field.startsWith('"') && field.endsWith('"');
}
