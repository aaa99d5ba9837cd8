const TAB = 9;
const SPACE = 32;
const MINUS = 45;

export function skipBlank(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(octets[at]!)) at++; // at < end
  return at;
}

export function wordEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && !isBlank(octets[at]!)) at++; // at < end
  return at;
}

export function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB;
}

export function isDigit(octet: number): boolean {
  return octet >= 48 && octet <= 57;
}

export function isDash(octets: Uint8Array, start: number, end: number): boolean {
  return end === start + 1 && octets[start] === MINUS;
}
