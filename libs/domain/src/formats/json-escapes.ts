const BACKSLASH = 92;
const U = 117;
/** U+FFFD, for what is no character: half of a surrogate pair. */
const REPLACEMENT = 0xfffd;

/**
 * Copies [start, end) without its JSON escapes to `at` and returns where the copy ends; what does
 * not fit before `limit` is left out. Escapes of control characters stay as they are written, so
 * that a log cannot bring them in: `\u001b` remains six bytes. Only tabs can be asked for.
 */
export function unescapeJson(
  octets: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
  limit: number,
  tabs = false,
): number {
  let to = at;
  let from = start;
  while (from < end && to + 4 <= limit) {
    const octet = octets[from]!; // from < end
    if (octet !== BACKSLASH || from + 1 >= end) {
      target[to++] = octet;
      from++;
      continue;
    }
    const kind = octets[from + 1]!; // from + 1 < end
    if (kind === 116 && tabs) {
      target[to++] = 9;
      from += 2;
      continue;
    }
    if (kind === 34 || kind === 47 || kind === BACKSLASH) {
      target[to++] = kind;
      from += 2;
      continue;
    }
    const code = kind === U ? hexCode(octets, from + 2, end) : -1;
    if (code < 32 || (code >= 127 && code < 160)) {
      target[to++] = octet;
      target[to++] = kind;
      from += 2;
      continue;
    }
    from += 6;
    const low = isHigh(code) && octets[from] === BACKSLASH ? hexCode(octets, from + 2, end) : -1;
    if (isHigh(code) && low >= 0xdc00 && low <= 0xdfff) {
      to = putUtf8(target, to, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
      from += 6;
    } else {
      to = putUtf8(target, to, code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code);
    }
  }
  return to;
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** The number of four hexadecimal digits, or -1. */
function hexCode(octets: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let code = 0;
  for (let next = at; next < at + 4; next++) {
    const octet = octets[next]!; // next < end
    const letter = octet | 32;
    if (octet >= 48 && octet <= 57) code = code * 16 + octet - 48;
    else if (letter >= 97 && letter <= 102) code = code * 16 + letter - 87;
    else return -1;
  }
  return code;
}

function putUtf8(target: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    target[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    target[at] = 0xc0 | (code >> 6);
    target[at + 1] = 0x80 | (code & 63);
    return at + 2;
  }
  if (code < 0x10000) {
    target[at] = 0xe0 | (code >> 12);
    target[at + 1] = 0x80 | ((code >> 6) & 63);
    target[at + 2] = 0x80 | (code & 63);
    return at + 3;
  }
  target[at] = 0xf0 | (code >> 18);
  target[at + 1] = 0x80 | ((code >> 12) & 63);
  target[at + 2] = 0x80 | ((code >> 6) & 63);
  target[at + 3] = 0x80 | (code & 63);
  return at + 4;
}
