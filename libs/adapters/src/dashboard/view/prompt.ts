/** A line that is being typed. */
export interface Prompt {
  readonly purpose: 'search' | 'filter';
  /** What was there before, which Esc brings back. */
  readonly before: string;
  /** One entry a character as it is seen, so that no key stops inside one. */
  readonly chars: readonly string[];
  /** Place of the caret among them. */
  readonly at: number;
}

const CHARS_MAX = 500;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function openPrompt(purpose: Prompt['purpose'], text: string): Prompt {
  const chars = charsOf(text);
  return { purpose, before: text, chars, at: chars.length };
}

export function promptText({ chars }: Prompt): string {
  return chars.join('');
}

/** Types or pastes text at the caret; line ends become spaces, for a prompt has one line. */
export function typed(prompt: Prompt, text: string): Prompt {
  const { chars, at } = prompt;
  const room = CHARS_MAX - chars.length;
  const added = charsOf(text.replaceAll('\r', ' ').replaceAll('\n', ' ')).slice(0, room);
  return { ...prompt, chars: chars.toSpliced(at, 0, ...added), at: at + added.length };
}

/** What a key that edits does; undefined for one that does not. */
export function edited(prompt: Prompt, key: string): Prompt | undefined {
  const { chars, at } = prompt;
  switch (key) {
    case 'left':
      return { ...prompt, at: Math.max(0, at - 1) };
    case 'right':
      return { ...prompt, at: Math.min(chars.length, at + 1) };
    case 'home':
    case 'ctrl-a':
      return { ...prompt, at: 0 };
    case 'end':
    case 'ctrl-e':
      return { ...prompt, at: chars.length };
    case 'backspace':
      return at === 0 ? prompt : { ...prompt, chars: chars.toSpliced(at - 1, 1), at: at - 1 };
    case 'delete':
      return { ...prompt, chars: chars.toSpliced(at, 1) };
    case 'ctrl-u':
      return { ...prompt, chars: chars.slice(at), at: 0 };
    case 'ctrl-k':
      return { ...prompt, chars: chars.slice(0, at) };
    case 'ctrl-w':
      return withoutWord(prompt);
    default:
      return undefined;
  }
}

/** With the caret at a column, counted from 1 in UTF-16 units of the text. */
export function atColumn(prompt: Prompt, column: number): Prompt {
  let units = 0;
  const at = prompt.chars.findIndex((char) => (units += char.length) >= column);
  return { ...prompt, at: at < 0 ? prompt.chars.length : at };
}

function withoutWord(prompt: Prompt): Prompt {
  let from = prompt.at;
  while (from > 0 && prompt.chars[from - 1] === ' ') from--;
  while (from > 0 && prompt.chars[from - 1] !== ' ') from--;
  return { ...prompt, chars: prompt.chars.toSpliced(from, prompt.at - from), at: from };
}

function charsOf(text: string): string[] {
  return Array.from(graphemes.segment(text.slice(0, 4 * CHARS_MAX)), ({ segment }) => segment);
}
