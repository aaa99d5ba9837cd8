// GoAccess's log-format, date-format and time-format: https://goaccess.io/man#custom-log
import { Field } from './field.ts';
import { type FormatPart, type FormatPlan, FormatProblem, planOf } from './format-plan.ts';
import { PatternTime } from './pattern-time.ts';

export interface GoAccessTimes {
  /** strptime pattern of `%d`. */
  readonly dateFormat?: string | undefined;
  /** strptime pattern of `%t`. */
  readonly timeFormat?: string | undefined;
}

const DATE_DEFAULT = '%d/%b/%Y';
const TIME_DEFAULT = '%H:%M:%S';
const CLF_DATES = ['%d/%b/%Y'];
const CLF_TIMES = ['%H:%M:%S', '%T'];

const SPECIFIERS = new Map<string, number>([
  ['v', Field.vhost],
  ['e', Field.user],
  ['h', Field.host],
  ['r', Field.request],
  ['m', Field.method],
  ['U', Field.target],
  ['H', Field.protocol],
  ['s', Field.status],
  ['b', Field.bytes],
  ['R', Field.referrer],
  ['u', Field.agent],
  ['D', Field.responseMicros],
  ['T', Field.responseSeconds],
  ['L', Field.responseMillis],
  ['n', Field.responseNanos],
  ['C', Field.cache],
  ['K', Field.tls],
]);
const PASSED_OVER = '^qkM';

/** A plan for a log-format of GoAccess. `%^` is passed over, `%~` is blank space. */
export function planOfGoAccess(
  text: string,
  times: GoAccessTimes,
  reference: number,
): FormatPlan | FormatProblem {
  const parts: FormatPart[] = [];
  try {
    for (let at = 0; at < text.length;) {
      const zoned = zonedTime(text, at, times);
      if (zoned > at) {
        parts.push({ field: Field.timeClf, source: text.slice(at, zoned) });
        at = zoned;
        continue;
      }
      const chain = forwardedEnd(text, at);
      if (chain > at) {
        parts.push({ field: Field.hostList, source: text.slice(at, chain) });
        at = chain;
        continue;
      }
      const size = text[at] === '%' ? 2 : literalSize(text, at);
      const source = text.slice(at, at + size);
      at += size;
      if (source === '%%') parts.push({ literal: '%' });
      else if (source.startsWith('%')) {
        const part = partOf(source, times, reference);
        parts.push(part);
        // The fraction of `%x.%^` is read with its seconds.
        const isEpoch = 'field' in part && part.field === Field.timeEpochSeconds;
        if (isEpoch && text.startsWith('.%^', at)) at += 3;
      } else parts.push({ literal: source });
    }
  } catch (cause) {
    return new FormatProblem(`${(cause as Error).message} is not known`);
  }
  return planOf(parts);
}

function partOf(source: string, times: GoAccessTimes, reference: number): FormatPart {
  const letter = source[1] ?? '';
  const { dateFormat = DATE_DEFAULT, timeFormat = TIME_DEFAULT } = times;
  if (letter === '~') return { literal: ' ' };
  if (letter === 'd') return timePart(source, dateFormat, reference);
  if (letter === 't') return timePart(source, timeFormat, reference);
  if (letter === 'x') {
    const both = times.dateFormat === undefined ? `${dateFormat}:${timeFormat} %z` : dateFormat;
    return timePart(source, both, reference);
  }
  if (letter !== '' && PASSED_OVER.includes(letter)) return { field: Field.ignored, source };
  const field = SPECIFIERS.get(letter);
  if (field === undefined) throw new RangeError(source);
  return { field, source };
}

function timePart(source: string, pattern: string, reference: number): FormatPart {
  if (pattern === '%s') return { field: Field.timeEpochSeconds, source };
  if (pattern === '%f') return { field: Field.timeEpochMicros, source };
  if (pattern === '%*') return { field: Field.timeEpochMillis, source };
  return { field: Field.timePattern, source, pattern: new PatternTime(pattern, reference) };
}

/**
 * `[%d:%t %^]` is the time of the Common Log Format with its zone passed over. We take the zone:
 * without it a hit would count hours away from its second. Returns the end, or `at`.
 */
function zonedTime(text: string, at: number, times: GoAccessTimes): number {
  const { dateFormat = DATE_DEFAULT, timeFormat = TIME_DEFAULT } = times;
  const isClf = CLF_DATES.includes(dateFormat) && CLF_TIMES.includes(timeFormat);
  return isClf && text.startsWith('%d:%t %^]', at) ? at + 8 : at;
}

/** `~h{," }`: the client is the first address of a list. Returns its end, or `at`. */
function forwardedEnd(text: string, at: number): number {
  const close = text.startsWith('~h{', at) ? text.indexOf('}', at) : -1;
  return close < 0 ? at : close + 1;
}

function literalSize(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === '%' || text.startsWith('~h{', end)) return end - at;
  }
  return text.length - at;
}
