import fc from 'fast-check';

/** What a terminal obeys, or what makes other text look otherwise than it is. */
export const HOSTILE: readonly (readonly [name: string, from: number, to: number])[] = [
  ['C0 controls', 0x00, 0x1f],
  ['DEL and C1 controls', 0x7f, 0x9f],
  ['the soft hyphen', 0xad, 0xad],
  ['the Arabic letter mark', 0x61c, 0x61c],
  ['the Mongolian vowel separator', 0x180e, 0x180e],
  ['zero-width characters and marks of direction', 0x200b, 0x200f],
  ['separators of lines and paragraphs', 0x2028, 0x2029],
  ['bidirectional embeddings and overrides', 0x202a, 0x202e],
  ['invisible operators and bidirectional isolates', 0x2060, 0x206f],
  ['the byte order mark', 0xfeff, 0xfeff],
  ['interlinear annotations', 0xfff9, 0xfffb],
  ['tag characters', 0xe0001, 0xe007f],
  ['variation selectors of the second kind', 0xe0100, 0xe01ef],
  ['what is reserved to be as invisible', 0xe0200, 0xe0fff],
];

export function hostileCharacters(from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
}

const hostileCharacter = fc
  .constantFrom(...HOSTILE)
  .chain(([, from, to]) => fc.integer({ min: from, max: to }))
  .map((code) => String.fromCodePoint(code));

/** Any text, much of it hostile, halves of characters included. */
export const hostileText = fc.string({
  unit: fc.oneof(
    hostileCharacter,
    fc.constantFrom('a', '/', '"', '\\', '漢', '🦉', '\ud800', '\udb40', '\udc41', 'é'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 40,
});
