/**
 * Text from a log is hostile: it may move the cursor, change colours, hide or reverse what follows.
 * Here, where it leaves for a person, each such character becomes its visible code (`\x1b`,
 * `\u202e`).
 */
export function sanitize(text: string): string {
  return replaceHostile(text, (unit) => {
    const code = unit.toString(16);
    return unit < 0x100 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/**
 * Replaces each UTF-16 unit that a terminal could obey, or that could change how other text is
 * shown.
 */
export function replaceHostile(text: string, replacement: (unit: number) => string): string {
  let clean = '';
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (!isHostile(unit) && !(at > 0 && isTagHighHalf(text.charCodeAt(at - 1)))) continue;
    clean += text.slice(from, at) + replacement(unit);
    from = at + 1;
  }
  return from === 0 ? text : clean + text.slice(from);
}

/**
 * First half of the surrogate pairs of U+E0000-E0FFF: tag characters, variation selectors, and what
 * is reserved to be as invisible.
 */
function isTagHighHalf(unit: number): boolean {
  return unit >= 0xdb40 && unit <= 0xdb43;
}

/**
 * C0, DEL, C1, soft hyphen, the bidi controls, zero-width and invisible characters, line and
 * paragraph separators, byte order mark, interlinear annotations, and the first half of a tag
 * character.
 */
function isHostile(unit: number): boolean {
  if (unit < 0x20) return true;
  if (unit < 0x7f) return false;
  if (unit <= 0x9f || unit === 0xad || unit === 0x61c || unit === 0x180e) return true;
  if (unit < 0x200b) return false;
  return (
    unit <= 0x200f ||
    (unit >= 0x2028 && unit <= 0x202e) ||
    (unit >= 0x2060 && unit <= 0x206f) ||
    unit === 0xfeff ||
    (unit >= 0xfff9 && unit <= 0xfffb) ||
    isTagHighHalf(unit)
  );
}
