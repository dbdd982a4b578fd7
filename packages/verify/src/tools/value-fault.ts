import {
  equalsInPython,
  PARAMETER_TYPES,
  type PythonType,
  pythonType,
  standardText,
  standardValue,
} from "./python-type.ts";
import { type CallValue, isRecord, WholeFloat } from "./tool-call.ts";

/** Why a call is not the one that was asked for. */
export type CallFaultKind =
  | "wrong-count"
  | "wrong-name"
  | "missing-required"
  | "unexpected-parameter"
  | "wrong-type"
  | "wrong-element-type"
  | "wrong-text"
  | "wrong-list"
  | "wrong-key"
  | "wrong-entry"
  | "wrong-length"
  | "wrong-value"
  | "missing-optional";

export interface CallFault {
  readonly kind: CallFaultKind;
  readonly why: string;
}

/** A parameter with what its description and the accepted answers say about it. */
export interface ParameterCheck {
  readonly type: PythonType;
  /** Type of the elements, for lists and tuples. */
  readonly element: PythonType | undefined;
  readonly describedAs: string;
  readonly answers: readonly CallValue[];
  /** Type of the first answer that is not "", which stands for leaving the parameter out. */
  readonly answerType: PythonType | undefined;
  readonly optional: boolean;
  /** Standard forms of the answers that are texts. */
  readonly texts: ReadonlySet<string>;
  /** Answers read as lists of standard values. */
  readonly lists: readonly (readonly CallValue[])[];
}

/** Puts together what is known about a parameter; undefined for a type that is not known. */
export function parameterCheck(description: CallValue, answers: readonly CallValue[]): ParameterCheck | undefined {
  if (!isRecord(description) || typeof description.type !== "string") return undefined;
  const describedAs = description.type;
  const type = PARAMETER_TYPES[describedAs];
  const nested = describedAs === "array" || describedAs === "tuple" ? description.items : undefined;
  const element = isRecord(nested) && typeof nested.type === "string" ? PARAMETER_TYPES[nested.type] : undefined;
  if (type === undefined) return undefined;
  const first = answers.find((answer) => answer !== "");
  return {
    type,
    element,
    describedAs,
    answers,
    answerType: first === undefined ? undefined : pythonType(first),
    optional: answers.includes(""),
    texts: new Set(answers.flatMap((answer) => (typeof answer === "string" ? [standardText(answer)] : []))),
    lists: type === "list" ? answers.map(listOf) : [],
  };
}

function listOf(answer: CallValue): readonly CallValue[] {
  if (typeof answer === "string") return Array.from(answer, standardText);
  return Array.isArray(answer) ? answer.map(standardValue) : [];
}

/** What is wrong with the value of a parameter, or undefined. Follows the order of checks of BFCL. */
export function valueFault(name: string, given: CallValue, check: ParameterCheck): CallFault | undefined {
  const value = converted(given, check.describedAs);
  const type = pythonType(value);
  const mistyped = typeFault(name, value, type, check);
  if (mistyped !== undefined) return mistyped;
  const asVariable = check.answerType !== undefined && check.answerType !== check.type;
  if (!asVariable) {
    if (check.type === "dict") return recordFault(value, check.answers);
    if (check.type === "list" && check.element === "dict") return recordsFault(value, check.answers);
    if (check.type === "str") {
      if (check.texts.has(standardText(value as string))) return undefined;
      return { kind: "wrong-text", why: `${name} is ${shown(value)}` };
    }
    if (check.type === "list") {
      const list = (value as readonly CallValue[]).map(standardValue);
      if (check.lists.some((answer) => equalsInPython(list, answer))) return undefined;
      return { kind: "wrong-list", why: `${name} is ${shown(value)}` };
    }
  }
  if (check.answers.some((answer) => equalsInPython(value, answer))) return undefined;
  return { kind: "wrong-value", why: `${name} is ${shown(value)}` };
}

/** A tuple serves as a list where a tuple is described, an integer as a float. */
function converted(value: CallValue, describedAs: string): CallValue {
  if (describedAs === "tuple" && Array.isArray(value)) return [...value];
  const float = describedAs === "float" || describedAs === "number";
  return float && typeof value === "number" && Number.isInteger(value) ? new WholeFloat(value) : value;
}

function typeFault(name: string, value: CallValue, type: PythonType, check: ParameterCheck): CallFault | undefined {
  if (type !== check.type) {
    if (type === check.answerType) return undefined;
    return { kind: "wrong-type", why: `${name} is ${type}, not ${check.describedAs}` };
  }
  const { element } = check;
  if (element === undefined) return undefined;
  const values = value as readonly CallValue[];
  const fits = check.answers.some(
    (answer) => !Array.isArray(answer) || values.every((entry) => elementFits(entry, element, answer)),
  );
  return fits ? undefined : { kind: "wrong-element-type", why: `an element of ${name} is not ${element}` };
}

/** An integer is a float where the answer, read from JSON, has integers too. */
function elementFits(value: CallValue, element: PythonType, answer: readonly CallValue[]): boolean {
  const type = pythonType(value);
  if (type === element) return true;
  const first = answer.find((entry) => entry !== "");
  if (first !== undefined && pythonType(first) === type) return true;
  return element === "float" && type === "int" && answer.some((entry) => pythonType(entry) === "int");
}

/** Each answer maps keys to lists of accepted values; "" among them lets the key be left out. */
function recordFault(value: CallValue, answers: readonly CallValue[]): CallFault | undefined {
  let fault: CallFault = { kind: "wrong-entry", why: "no object is accepted" };
  if (!isRecord(value)) return fault;
  for (const answer of answers) {
    if (!isRecord(answer)) continue;
    const found = entryFault(value, answer);
    if (found === undefined) return undefined;
    fault = found;
  }
  return fault;
}

type Entries = { readonly [key: string]: CallValue };

function entryFault(value: Entries, answer: Entries): CallFault | undefined {
  let fault: CallFault | undefined;
  for (const [key, entry] of Object.entries(value)) {
    if (!Object.hasOwn(answer, key)) fault = { kind: "wrong-key", why: `there is no key ${key}` };
    else {
      const standard = standardValue(entry);
      const accepted = answer[key];
      if (Array.isArray(accepted) && accepted.some((one: CallValue) => equalsInPython(standard, standardValue(one))))
        continue;
      fault = { kind: "wrong-entry", why: `${key} is ${shown(entry)}` };
    }
    break;
  }
  for (const [key, accepted] of Object.entries(answer)) {
    if (Object.hasOwn(value, key) || (Array.isArray(accepted) && accepted.includes(""))) continue;
    return { kind: "wrong-key", why: `the key ${key} is missing` };
  }
  return fault;
}

function recordsFault(value: CallValue, answers: readonly CallValue[]): CallFault | undefined {
  let fault: CallFault = { kind: "wrong-entry", why: "no list of objects is accepted" };
  const list = value as readonly CallValue[];
  for (const answer of answers) {
    const expected = answer === "" ? [] : answer;
    if (!Array.isArray(expected) || expected.length !== list.length) {
      fault = { kind: "wrong-length", why: "the number of objects differs" };
      continue;
    }
    const found = firstFault(list, expected);
    if (found === undefined) return undefined;
    fault = found;
  }
  return fault;
}

function firstFault(list: readonly CallValue[], expected: readonly CallValue[]): CallFault | undefined {
  for (let i = 0; i < list.length; i++) {
    const fault = recordFault(list[i] as CallValue, [expected[i] as CallValue]);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function shown(value: CallValue): string {
  if (value instanceof WholeFloat) return `${value.value}.0`;
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "another list" : "another object";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
