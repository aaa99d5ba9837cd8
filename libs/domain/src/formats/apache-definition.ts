// Apache's LogFormat: https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats
import { Field } from './field.ts';
import { type FormatPart, type FormatPlan, FormatProblem, planOf } from './format-plan.ts';
import { PatternTime } from './pattern-time.ts';

/** What a directive without a parameter states, and its rank among those that state the same. */
const DIRECTIVES = new Map<string, readonly [field: number, rank: number]>([
  ['h', [Field.host, 2]],
  ['a', [Field.host, 3]],
  ['u', [Field.user, 0]],
  ['r', [Field.request, 0]],
  ['m', [Field.method, 0]],
  ['U', [Field.target, 0]],
  ['H', [Field.protocol, 0]],
  ['s', [Field.status, 0]],
  ['b', [Field.bytes, 3]],
  ['B', [Field.bytes, 2]],
  ['O', [Field.bytes, 1]],
  ['I', [Field.requestBytes, 0]],
  ['D', [Field.responseMicros, 2]],
  ['T', [Field.responseSeconds, 1]],
  ['v', [Field.vhost, 2]],
  ['V', [Field.vhost, 1]],
]);

/** What Apache logs besides: of no use here. Modules bring the last ones, `%{...}c` by mod_ssl. */
const PASSED_OVER = new Set('A C e f k l L n p P q R S X c ^ti ^to ^FB'.split(' '));

/** Request headers, in lower case. */
const HEADERS = new Map<string, number>([
  ['referer', Field.referrer],
  ['user-agent', Field.agent],
  ['x-forwarded-for', Field.forwarded],
  ['host', Field.vhost],
  ['x-forwarded-proto', Field.scheme],
]);

/** Response headers, in lower case. */
const RESPONSE_HEADERS = new Map<string, number>([
  ['x-cache', Field.cache],
  ['x-cache-status', Field.cache],
]);

const TIMES = new Map<string, number>([
  ['sec', Field.timeEpochSeconds],
  ['msec', Field.timeEpochMillis],
  ['usec', Field.timeEpochMicros],
]);

interface Directive {
  readonly letter: string;
  readonly parameter: string | undefined;
  /** The directive as written. */
  readonly source: string;
  /** Index behind it. */
  readonly end: number;
}

/** A plan for the text of a LogFormat, the quotes and escapes of the file undone. */
export function planOfApache(text: string, reference: number): FormatPlan | FormatProblem {
  const parts: FormatPart[] = [];
  let at = 0;
  while (at < text.length) {
    const percent = text.indexOf('%', at);
    if (percent !== at) {
      parts.push({ literal: text.slice(at, percent < 0 ? text.length : percent) });
      if (percent < 0) break;
    }
    const directive = readDirective(text, percent);
    if (directive === undefined) {
      return new FormatProblem(`${text.slice(percent, percent + 12)} is no directive of Apache`);
    }
    at = directive.end;
    const made = partsOf(directive, reference);
    if (made instanceof FormatProblem) return made;
    // `%U%q` is a target and its query with nothing between: one field.
    const last = parts.at(-1);
    const joins = directive.letter === 'q' && last !== undefined && 'field' in last;
    if (!(joins && last.field === Field.target)) parts.push(...made);
  }
  return planOf(parts);
}

function readDirective(text: string, percent: number): Directive | undefined {
  let at = percent + 1;
  // Conditions, `%!200,304{Referer}i`, and which of two requests is meant, `%>s`.
  while ('!<>,0123456789'.includes(text[at] ?? 'x')) at++;
  let parameter: string | undefined;
  if (text[at] === '{') {
    const close = text.indexOf('}', at);
    if (close < 0) return undefined;
    parameter = text.slice(at + 1, close);
    at = close + 1;
  }
  // `%^FB`, `%{X}^ti`: three bytes.
  const size = text[at] === '^' ? 3 : 1;
  const letter = text.slice(at, at + size);
  if (letter.length < size || letter === '') return undefined;
  return { letter, parameter, source: text.slice(percent, at + size), end: at + size };
}

function partsOf(directive: Directive, reference: number): FormatPart[] | FormatProblem {
  const { letter, parameter, source } = directive;
  if (letter === '%') return [{ literal: '%' }];
  if (letter === 't') return timeParts(parameter, source, reference);
  const name = parameter?.toLowerCase() ?? '';
  const part = (field: number, rank = 0): FormatPart[] => [{ field, source, rank }];
  if (letter === 'i') return part(HEADERS.get(name) ?? Field.ignored);
  if (letter === 'o') return part(RESPONSE_HEADERS.get(name) ?? Field.ignored);
  if (letter === 'x') return part(name === 'ssl_protocol' ? Field.tls : Field.ignored);
  if (letter === 'T' && parameter !== undefined) {
    const unit = { s: Field.responseSeconds, ms: Field.responseMillis, us: Field.responseMicros };
    const field = Object.entries(unit).find(([key]) => key === name)?.[1];
    if (field === undefined) return new FormatProblem(`${source} has no unit of s, ms or us`);
    return part(field, 1);
  }
  if (letter === 'a' && name === 'c') return part(Field.host, 1);
  if (letter === 'h' && name === 'c') return part(Field.host, 1);
  const known = DIRECTIVES.get(letter);
  if (known !== undefined) return part(...known);
  if (PASSED_OVER.has(letter)) return part(Field.ignored);
  return new FormatProblem(`${source} is no directive of Apache`);
}

/** `%t` brings its brackets, `%{...}t` is what strftime makes of it. */
function timeParts(
  parameter: string | undefined,
  source: string,
  reference: number,
): FormatPart[] | FormatProblem {
  if (parameter === undefined) {
    return [{ literal: '[' }, { field: Field.timeClf, source }, { literal: ']' }];
  }
  const format = parameter.replace(/^(begin|end):/, '');
  const whole = TIMES.get(format);
  if (whole !== undefined) return [{ field: whole, source }];
  if (format === 'msec_frac' || format === 'usec_frac') return [{ field: Field.ignored, source }];
  if (format === '%d/%b/%Y:%H:%M:%S %z' || format === '%d/%b/%Y:%T %z') {
    return [{ field: Field.timeClf, source }];
  }
  try {
    return [{ field: Field.timePattern, source, pattern: new PatternTime(format, reference) }];
  } catch (cause) {
    return new FormatProblem(`${source} has ${(cause as Error).message}, which is not known`);
  }
}
