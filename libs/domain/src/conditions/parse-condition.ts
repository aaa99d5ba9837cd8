import { ConditionError, conditionWords, type Word } from './condition-words.ts';
import { comparisonOf } from './condition-value.ts';
import {
  CONDITION_FIELDS,
  type ConditionField,
  type Expression,
  type ParsedCondition,
} from './hit-condition.ts';

const CONDITION_CHARS_MAX = 4096;
const TERMS_MAX = 256;
const DEPTH_MAX = 64;

/**
 * Reads a condition such as `status >= 500 and section = /api and not client = 10.0.0.0/8`.
 * `not` binds closest, then `and`, then `or`; parentheses group. It never throws.
 */
export function parseCondition(text: string): ParsedCondition {
  try {
    if (text.length > CONDITION_CHARS_MAX) {
      const said = `longer than ${CONDITION_CHARS_MAX} characters: make it shorter`;
      throw new ConditionError(CONDITION_CHARS_MAX + 1, said);
    }
    const expression = new ConditionParser(conditionWords(text)).whole();
    return { condition: { text, expression } };
  } catch (error) {
    if (error instanceof ConditionError) return { problem: error.problem };
    throw error;
  }
}

class ConditionParser {
  readonly #words: readonly Word[];
  #at = 0;
  #terms = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  whole(): Expression {
    const expression = this.#any(0);
    const rest = this.#peek();
    if (rest.kind === 'close') {
      throw new ConditionError(rest.column, 'no parenthesis is open here: take this one away');
    }
    if (rest.kind !== 'end') {
      throw new ConditionError(rest.column, `${shown(rest)} after a whole comparison: put and, or`);
    }
    return expression;
  }

  #any(depth: number): Expression {
    return this.#chain('or', () => this.#chain('and', () => this.#not(depth)));
  }

  #chain(kind: 'and' | 'or', next: () => Expression): Expression {
    const first = next();
    const terms = [first];
    while (this.#takeWord(kind)) terms.push(next());
    return terms.length === 1 ? first : { kind, terms };
  }

  #not(depth: number): Expression {
    if (depth > DEPTH_MAX) {
      const said = `nested more than ${DEPTH_MAX} deep: take parentheses away`;
      throw new ConditionError(this.#peek().column, said);
    }
    if (this.#takeWord('not')) return { kind: 'not', term: this.#not(depth + 1) };
    const open = this.#peek();
    if (open.kind !== 'open') return this.#comparison();
    this.#at++;
    const inner = this.#any(depth + 1);
    if (this.#peek().kind !== 'close') {
      const said = `the parenthesis of column ${open.column} is not closed: put ) here`;
      throw new ConditionError(this.#peek().column, said);
    }
    this.#at++;
    return inner;
  }

  #comparison(): Expression {
    const name = this.#take();
    if (++this.#terms > TERMS_MAX) {
      throw new ConditionError(name.column, `more than ${TERMS_MAX} comparisons: make it shorter`);
    }
    const field = CONDITION_FIELDS.find((one) => name.kind === 'word' && one === name.text);
    if (field === undefined) {
      const said = `${shown(name)} is no field: use one of ${CONDITION_FIELDS.join(', ')}`;
      throw new ConditionError(name.column, said);
    }
    const operator = this.#take();
    if (operator.kind !== 'operator') {
      const said = `${shown(operator)} instead of an operator: put one of = != < <= > >= ~ ^=`;
      throw new ConditionError(operator.column, said);
    }
    return comparisonOf(field, operator, this.#value(field, operator));
  }

  #value(field: ConditionField, operator: Word): Word {
    const value = this.#peek();
    if (value.kind === 'word' || value.kind === 'quoted') return this.#take();
    const said = `${shown(value)} instead of a value for ${field} ${operator.text}: put one here`;
    throw new ConditionError(value.column, `${said}, in quotes if it has blanks`);
  }

  #takeWord(text: string): boolean {
    const word = this.#peek();
    if (word.kind !== 'word' || word.text.toLowerCase() !== text) return false;
    this.#at++;
    return true;
  }

  #take(): Word {
    const word = this.#peek();
    if (word.kind !== 'end') this.#at++;
    return word;
  }

  #peek(): Word {
    return this.#words[this.#at] ?? { kind: 'end', text: '', column: 1 };
  }
}

function shown({ kind, text }: Word): string {
  return kind === 'end' ? 'the end' : `"${text.slice(0, 40)}"`;
}
