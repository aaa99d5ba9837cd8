import { encodeText } from '../bytes/text.ts';
import { TrustedProxies } from '../formats/trusted-proxies.ts';
import type { RecordBatch } from '../parser/record-batch.ts';
import type { Expression, HitCondition, NumberOperator, TextOperator } from './hit-condition.ts';
import {
  bytesOf,
  dashIsNone,
  placeOf,
  responseMicrosOf,
  statusOf,
  textEnd,
  type TextField,
  textStart,
} from './hit-fields.ts';

/** Whether a parsed line of a batch, which came from `file`, is as a condition wants it. */
export type HitPredicate = (batch: RecordBatch, line: number, file: string) => boolean;

type TextExpression = Extract<Expression, { kind: 'text' }>;
type NumberExpression = Extract<Expression, { kind: 'number' }>;

/**
 * Compiles a condition to a predicate over the bytes of a record. For a line it makes no string
 * and runs no regular expression. A number that the line does not state is never equal to, above
 * or below another; a text that it does not state is empty.
 */
export function hitPredicate({ expression }: HitCondition): HitPredicate {
  return compiled(expression);
}

function compiled(expression: Expression): HitPredicate {
  switch (expression.kind) {
    case 'and': {
      const terms = expression.terms.map(compiled);
      return (batch, line, file) => {
        for (const term of terms) if (!term(batch, line, file)) return false;
        return true;
      };
    }
    case 'or': {
      const terms = expression.terms.map(compiled);
      return (batch, line, file) => {
        for (const term of terms) if (term(batch, line, file)) return true;
        return false;
      };
    }
    case 'not': {
      const term = compiled(expression.term);
      return (batch, line, file) => !term(batch, line, file);
    }
    case 'number':
      return numberPredicate(expression);
    case 'status_class': {
      const { from, to } = expression;
      return (batch, line) => {
        const status = statusOf(batch, line);
        return status >= from && status <= to;
      };
    }
    case 'network':
      return networkPredicate(expression.network);
    case 'text':
      return expression.field === 'file'
        ? filePredicate(expression)
        : textPredicate(expression.field, expression);
  }
}

function numberPredicate({ field, operator, value }: NumberExpression): HitPredicate {
  const holds = numberTest(operator, value);
  switch (field) {
    case 'bytes':
      return (batch, line) => holds(bytesOf(batch, line));
    case 'status':
      return (batch, line) => {
        const status = statusOf(batch, line);
        return status === 0 ? operator === '!=' : holds(status);
      };
    case 'time':
      return (batch, line) => {
        const micros = responseMicrosOf(batch, line);
        return micros < 0 ? operator === '!=' : holds(micros);
      };
  }
}

function numberTest(operator: NumberOperator, value: number): (number: number) => boolean {
  switch (operator) {
    case '=':
      return (number) => number === value;
    case '!=':
      return (number) => number !== value;
    case '<':
      return (number) => number < value;
    case '<=':
      return (number) => number <= value;
    case '>':
      return (number) => number > value;
    case '>=':
      return (number) => number >= value;
  }
}

function networkPredicate(network: string): HitPredicate {
  const networks = new TrustedProxies([network]);
  const place = placeOf('client');
  return (batch, line) =>
    networks.isTrusted(
      batch.block.octets,
      textStart(batch, line, place),
      textEnd(batch, line, place, false),
    );
}

function textPredicate(field: TextField, { operator, value }: TextExpression): HitPredicate {
  const holds = textTest(operator, encodeText(value));
  const place = placeOf(field);
  const noDash = dashIsNone(field);
  return (batch, line) =>
    holds(batch.block.octets, textStart(batch, line, place), textEnd(batch, line, place, noDash));
}

/** All lines of a batch come from one file: its name is looked at when it is another. */
function filePredicate({ operator, value }: TextExpression): HitPredicate {
  const holds = textTest(operator, encodeText(value));
  let known: string | undefined;
  let answer = false;
  return (_batch, _line, file) => {
    if (file !== known) {
      const octets = encodeText(file);
      known = file;
      answer = holds(octets, 0, octets.length);
    }
    return answer;
  };
}

type TextTest = (octets: Uint8Array, start: number, end: number) => boolean;

function textTest(operator: TextOperator, value: Uint8Array): TextTest {
  const { length } = value;
  switch (operator) {
    case '=':
      return (octets, start, end) => end - start === length && standsAt(octets, start, value);
    case '!=':
      return (octets, start, end) => end - start !== length || !standsAt(octets, start, value);
    case '^=':
      return (octets, start, end) => end - start >= length && standsAt(octets, start, value);
    case '~': {
      const lower = value.map(lowerCase);
      return (octets, start, end) => {
        for (let at = start; at + length <= end; at++) {
          if (standsAtInAnyCase(octets, at, lower)) return true;
        }
        return false;
      };
    }
  }
}

function standsAt(octets: Uint8Array, at: number, value: Uint8Array): boolean {
  for (let index = 0; index < value.length; index++) {
    if (octets[at + index] !== value[index]) return false;
  }
  return true;
}

function standsAtInAnyCase(octets: Uint8Array, at: number, lower: Uint8Array): boolean {
  for (let index = 0; index < lower.length; index++) {
    if (lowerCase(octets[at + index]!) !== lower[index]) return false; // before the text's end
  }
  return true;
}

function lowerCase(octet: number): number {
  return octet >= 65 && octet <= 90 ? octet | 32 : octet;
}
