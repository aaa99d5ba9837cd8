import type { ConditionProblem } from './hit-condition.ts';

const OPERATORS = ['!=', '<=', '>=', '^=', '=', '<', '>', '~'] as const;

export interface Word {
  readonly kind: 'word' | 'quoted' | 'operator' | 'open' | 'close' | 'end';
  readonly text: string;
  /** From 1. */
  readonly column: number;
}

/** Thrown and caught inside the parser of conditions only. */
export class ConditionError extends Error {
  readonly problem: ConditionProblem;

  constructor(column: number, message: string) {
    super(message);
    this.problem = { column, message };
  }
}

/** Cuts the text of a condition into words; the last one is its end. */
export function conditionWords(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    while (isBlank(text[at])) at++;
    const column = at + 1;
    const char = text[at];
    if (char === undefined) {
      words.push({ kind: 'end', text: '', column });
      return words;
    }
    if (char === '"' || char === "'") {
      const { value, end } = quoted(text, at);
      words.push({ kind: 'quoted', text: value, column });
      at = end;
      continue;
    }
    const operator = OPERATORS.find((one) => text.startsWith(one, at));
    if (operator !== undefined) {
      words.push({ kind: 'operator', text: operator, column });
      at += operator.length;
    } else if (char === '(' || char === ')') {
      words.push({ kind: char === '(' ? 'open' : 'close', text: char, column });
      at++;
    } else {
      const end = wordEnd(text, at);
      words.push({ kind: 'word', text: text.slice(at, end), column });
      at = end;
    }
  }
}

/** A value may have operators inside, as `/a?b=c` has: only what begins a word is one. */
function wordEnd(text: string, start: number): number {
  const isName = /[a-z]/i.test(text[start] ?? '');
  let at = start + 1;
  for (; at < text.length; at++) {
    const char = text[at];
    if (isBlank(char) || char === '(' || char === ')') break;
    // `status>=500`: a name of a field ends where its operator begins.
    if (isName && OPERATORS.some((one) => text.startsWith(one, at))) break;
  }
  return at;
}

function quoted(text: string, start: number): { value: string; end: number } {
  const quote = text[start];
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) return { value, end: at + 1 };
    if (text[at] === '\\' && at + 1 < text.length) at++;
    value += text[at] ?? '';
  }
  throw new ConditionError(start + 1, `the quote that opens here is never closed: close it`);
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}
