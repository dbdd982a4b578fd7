/** The last number scanned, kept outside to avoid an allocation per call: value = sign · mantissa / 10^scale. */
let mantissa = 0;
let scale = 0;

/** Reads `-1,234.50`, `$18`, `18.` into the two fields above; false when it is anything else. */
function scan(text: string): boolean {
  let i = 0;
  let end = text.length;
  if (end === 0 || end > 24) return false;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end--;
  while (i < end && text.charCodeAt(i) === 32) i++;
  if (end > 1 && text.charCodeAt(end - 1) === 46) end--;
  const negative = text.charCodeAt(i) === 45;
  if (negative) i++;
  if (text.charCodeAt(i) === 36) i++;
  const start = i;
  let value = 0;
  let digits = 0;
  let point = -1;
  let comma = -1;
  for (; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c >= 48 && c <= 57) {
      value = value * 10 + (c - 48);
      if (++digits > 15) return false;
    } else if (c === 46 && point < 0) {
      if (comma >= 0 && i - comma !== 4) return false;
      point = i;
    } else if (c === 44 && point < 0) {
      const width = i - (comma < 0 ? start : comma + 1);
      if (comma < 0 ? width < 1 || width > 3 || text.charCodeAt(start) === 48 : width !== 3) return false;
      comma = i;
    } else return false;
  }
  if (digits === 0 || (comma >= 0 && point < 0 && end - comma !== 4)) return false;
  let places = point < 0 ? 0 : end - point - 1;
  while (places > 0 && value % 10 === 0) {
    value /= 10;
    places--;
  }
  mantissa = negative ? 0 - value : value;
  scale = places;
  return true;
}

/**
 * Compares two plainly written numbers without parsing: 1 same, 0 different, −1 not both plain.
 * Two decimals that differ are left (−1) to the slower rounding rule.
 */
export function comparePlainNumbers(gold: string, candidate: string): 1 | 0 | -1 {
  if (!scan(gold)) return -1;
  const goldMantissa = mantissa;
  const goldScale = scale;
  if (!scan(candidate)) return -1;
  if (goldMantissa === mantissa && goldScale === scale) return 1;
  return goldScale === 0 && scale === 0 ? 0 : -1;
}
