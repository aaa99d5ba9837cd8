// Each search looks at sixteen bytes a turn and needs no end: the input has a LF behind its last
// byte, and nothing here goes beyond a LF.

const LF: i8 = 10;
const SPACE: i8 = 32;
const QUOTE: i8 = 34;
const HASH: i8 = 35;
const SLASH: i8 = 47;
const QUESTION: i8 = 63;
const BACKSLASH: i8 = 92;

/** The first LF. */
export function lineEnd(start: i32): i32 {
  let at = start;
  let found = lineEnds(at);
  while (found == 0) found = lineEnds((at += 16));
  return at + ctz(found);
}

/** The first blank or control character. */
export function wordEnd(start: i32): i32 {
  let at = start;
  let found = wordEnds(at);
  while (found == 0) found = wordEnds((at += 16));
  return at + ctz(found);
}

/** The first octet of this kind, or LF. */
export function octetEnd(start: i32, octet: i32): i32 {
  let at = start;
  let found = octetEnds(at, octet);
  while (found == 0) found = octetEnds((at += 16), octet);
  return at + ctz(found);
}

/** The first quote, backslash or LF. */
export function quotedEnd(start: i32): i32 {
  let at = start;
  let found = quotedEnds(at);
  while (found == 0) found = quotedEnds((at += 16));
  return at + ctz(found);
}

/** The first blank, control character, quote or backslash. */
export function targetEnd(start: i32): i32 {
  let at = start;
  let found = targetEnds(v128.load(at));
  while (found == 0) found = targetEnds(v128.load((at += 16)));
  return at + ctz(found);
}

/** The first `?` or `#`, or what ends the target. */
export function pathEnd(start: i32): i32 {
  let at = start;
  let found = pathEnds(v128.load(at));
  while (found == 0) found = pathEnds(v128.load((at += 16)));
  return at + ctz(found);
}

/** The first `/`, or what ends the path. */
export function segmentEnd(start: i32): i32 {
  let at = start;
  let found = segmentEnds(v128.load(at));
  while (found == 0) found = segmentEnds(v128.load((at += 16)));
  return at + ctz(found);
}

// A bit a byte, of sixteen.

function lineEnds(at: i32): i32 {
  return v128.bitmask<i8>(v128.eq<i8>(v128.load(at), i8x16.splat(LF)));
}

function wordEnds(at: i32): i32 {
  return v128.bitmask<i8>(v128.le<u8>(v128.load(at), i8x16.splat(SPACE)));
}

function octetEnds(at: i32, octet: i32): i32 {
  const bytes = v128.load(at);
  const octets = v128.eq<i8>(bytes, i8x16.splat(<i8>octet));
  return v128.bitmask<i8>(v128.or(octets, v128.eq<i8>(bytes, i8x16.splat(LF))));
}

function quotedEnds(at: i32): i32 {
  const bytes = v128.load(at);
  const quotes = v128.eq<i8>(bytes, i8x16.splat(QUOTE));
  const escapes = v128.eq<i8>(bytes, i8x16.splat(BACKSLASH));
  const ends = v128.eq<i8>(bytes, i8x16.splat(LF));
  return v128.bitmask<i8>(v128.or(v128.or(quotes, escapes), ends));
}

function targetEnds(bytes: v128): i32 {
  return v128.bitmask<i8>(endOfTarget(bytes));
}

function pathEnds(bytes: v128): i32 {
  return v128.bitmask<i8>(endOfPath(bytes));
}

function segmentEnds(bytes: v128): i32 {
  return v128.bitmask<i8>(v128.or(endOfPath(bytes), v128.eq<i8>(bytes, i8x16.splat(SLASH))));
}

function endOfTarget(bytes: v128): v128 {
  const blanks = v128.le<u8>(bytes, i8x16.splat(SPACE));
  const quotes = v128.eq<i8>(bytes, i8x16.splat(QUOTE));
  const escapes = v128.eq<i8>(bytes, i8x16.splat(BACKSLASH));
  return v128.or(blanks, v128.or(quotes, escapes));
}

function endOfPath(bytes: v128): v128 {
  const queries = v128.eq<i8>(bytes, i8x16.splat(QUESTION));
  const fragments = v128.eq<i8>(bytes, i8x16.splat(HASH));
  return v128.or(endOfTarget(bytes), v128.or(queries, fragments));
}
