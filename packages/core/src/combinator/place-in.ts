import { type Failed, failed } from "../signal/index.ts";

/** The place from 0 to count − 1 that a number stands for; −1 for none. */
export function placeIn(value: number, count: number): number {
  return Number.isInteger(value) && value >= 0 && value < count ? value : -1;
}

/** Why a number that stands for no place has no result. */
export function noPlace(value: number, count: number): Failed {
  return failed("engine", `Expected a place from 0 to ${count - 1}, got ${value}.`);
}
