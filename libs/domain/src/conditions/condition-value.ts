import { TrustedProxies } from '../formats/trusted-proxies.ts';
import { ConditionError, type Word } from './condition-words.ts';
import type {
  ConditionField,
  Expression,
  NumberField,
  NumberOperator,
  TextOperator,
} from './hit-condition.ts';

const NUMBER_OPERATORS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];
const TEXT_OPERATORS: readonly string[] = ['=', '!=', '~', '^='];

/** Units of a number by its field, and what one of each is in the field's own unit. */
const UNITS: Readonly<Record<NumberField, readonly (readonly [string, number])[]>> = {
  status: [],
  bytes: [
    ['kB', 1e3],
    ['MB', 1e6],
    ['GB', 1e9],
    ['B', 1],
  ],
  time: [
    ['ms', 1e3],
    ['us', 1],
    ['m', 60e6],
    ['s', 1e6],
  ],
};
/** A bare number is seconds, which are looked at in microseconds. */
const BARE_UNIT: Readonly<Record<NumberField, number>> = { status: 1, bytes: 1, time: 1e6 };

/** One comparison; throws a `ConditionError` where operator or value do not suit the field. */
export function comparisonOf(field: ConditionField, operator: Word, value: Word): Expression {
  switch (field) {
    case 'status':
      return statusComparison(operator, value);
    case 'bytes':
    case 'time':
      return numberComparison(field, operator, value);
    case 'client':
      return clientComparison(operator, value);
    case 'host':
      return textComparison('vhost', operator, value);
    default:
      return textComparison(field, operator, value);
  }
}

/** `5xx` in either case as [500, 599], undefined for what is no class of status. */
export function statusClass(text: string): { from: number; to: number } | undefined {
  const digit = Number(text[0]);
  const isClass = text.length === 3 && text.slice(1).toLowerCase() === 'xx';
  if (!isClass || !(digit >= 1 && digit <= 9)) return undefined;
  return { from: digit * 100, to: digit * 100 + 99 };
}

function statusComparison(operator: Word, value: Word): Expression {
  const range = statusClass(value.text);
  if (range === undefined) {
    const number = numberComparison('status', operator, value);
    if (number.kind === 'number' && number.value >= 100 && number.value <= 999) return number;
    throw new ConditionError(value.column, 'no status: put 100 to 999, or a class such as 5xx');
  }
  if (operator.text === '=') return { kind: 'status_class', ...range };
  if (operator.text === '!=') return { kind: 'not', term: { kind: 'status_class', ...range } };
  const said = `a class goes with = and != only: put status ${operator.text} ${range.from}`;
  throw new ConditionError(operator.column, said);
}

function numberComparison(field: NumberField, operator: Word, value: Word): Expression {
  if (!isNumberOperator(operator.text)) {
    const said = `${field} is a number: put one of ${NUMBER_OPERATORS.join(' ')}`;
    throw new ConditionError(operator.column, said);
  }
  const [unit, scale] = UNITS[field].find(([name]) => value.text.endsWith(name)) ?? [
    '',
    BARE_UNIT[field],
  ];
  const digits = value.text.slice(0, value.text.length - unit.length);
  const number = Number(digits);
  if (!/^\d+(\.\d+)?$/.test(digits) || !Number.isFinite(number)) {
    const units = UNITS[field].map(([name]) => name).join(', ');
    const more = units === '' ? '' : `, with ${units} behind it or nothing`;
    throw new ConditionError(value.column, `${field} is a number: put one from 0${more}`);
  }
  const inUnit = number * scale;
  // 0.07 * 1e6 is 70000.00000000001.
  const whole = Math.round(inUnit);
  const isWhole = Math.abs(inUnit - whole) <= 1e-9 * Math.max(1, inUnit);
  return { kind: 'number', field, operator: operator.text, value: isWhole ? whole : inUnit };
}

function clientComparison(operator: Word, value: Word): Expression {
  const isEqual = operator.text === '=' || operator.text === '!=';
  if (!value.text.includes('/') || !isEqual) return textComparison('client', operator, value);
  try {
    new TrustedProxies([value.text]);
  } catch {
    const said = 'no address and no network: put one such as 10.0.0.0/8 or 2001:db8::/32';
    throw new ConditionError(value.column, said);
  }
  const network: Expression = { kind: 'network', network: value.text };
  return operator.text === '=' ? network : { kind: 'not', term: network };
}

type TextFieldName = Extract<Expression, { kind: 'text' }>['field'];

function textComparison(field: TextFieldName, operator: Word, value: Word): Expression {
  if (!isTextOperator(operator.text)) {
    const said = `${field} is a text: put one of ${TEXT_OPERATORS.join(' ')}`;
    throw new ConditionError(operator.column, said);
  }
  return { kind: 'text', field, operator: operator.text, value: value.text };
}

function isNumberOperator(text: string): text is NumberOperator {
  return NUMBER_OPERATORS.includes(text);
}

function isTextOperator(text: string): text is TextOperator {
  return TEXT_OPERATORS.includes(text);
}
