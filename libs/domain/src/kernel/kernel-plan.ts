import { encodeText } from '../bytes/text.ts';
import { Field } from '../formats/field.ts';
import type { FormatPlan } from '../formats/format-plan.ts';
import type { PatternTime } from '../formats/pattern-time.ts';

// As assembly/plan.ts has them.
const PLAN_BYTES = 2048;
const ABSENT = 60;
const STEPS = 64;
const STEP_BYTES = 56;
const LITERAL_BYTES_MAX = 48;
const STEPS_MAX = Math.floor((PLAN_BYTES - STEPS) / STEP_BYTES);

const TAB = 9;
const SPACE = 32;

/** Keys of a record, a bit each, in the order in which it has them. */
const Key = { host: 1, method: 2, section: 4, url: 8, referrer: 16, agent: 32, protocol: 64 };
const EVERY_KEY = 127;

/** How a field ends in the kernel. */
type Ending = 'text' | 'number' | 'time' | 'request';

/** What the kernel has for a field: its number there, how it ends, and the keys that it sets. */
type Op = readonly [kind: number, ending: Ending, keys?: number];

/** Users are not counted, and who believes forwarded addresses does without the kernel. */
const KERNEL_FIELDS: ReadonlyMap<number, Op> = new Map<number, Op>([
  [Field.ignored, [0, 'text']],
  [Field.user, [0, 'text']],
  [Field.forwarded, [0, 'text']],
  [Field.host, [1, 'text', Key.host]],
  [Field.hostList, [2, 'text', Key.host]],
  [Field.vhost, [3, 'text']],
  [Field.referrer, [4, 'text', Key.referrer]],
  [Field.agent, [5, 'text', Key.agent]],
  [Field.method, [6, 'text', Key.method]],
  [Field.target, [7, 'text', Key.section | Key.url]],
  [Field.protocol, [8, 'text', Key.protocol]],
  [Field.cache, [9, 'text']],
  [Field.tls, [10, 'text']],
  [Field.scheme, [11, 'text']],
  [Field.requestBytes, [12, 'number']],
  [Field.upstreamSeconds, [13, 'number']],
  [Field.responseSeconds, [14, 'number']],
  [Field.responseMillis, [15, 'number']],
  [Field.responseMicros, [16, 'number']],
  [Field.responseNanos, [17, 'number']],
  [Field.request, [18, 'request', Key.method | Key.section | Key.url | Key.protocol]],
  [Field.status, [19, 'number']],
  [Field.bytes, [20, 'number']],
  [Field.timeClf, [21, 'time']],
  [Field.timeIso, [22, 'time']],
  [Field.timeEpochSeconds, [23, 'time']],
  [Field.timeEpochMillis, [24, 'time']],
  [Field.timeEpochMicros, [25, 'time']],
]);
const BARE_REQUEST = 26;
/** Patterns of times that the kernel reads, by their text without `%F` and `%T`. */
const PATTERNS: Readonly<Partial<Record<string, Op>>> = {
  '%Y-%m-%dT%H:%M:%S%z': [27, 'time'],
  '%Y-%m-%dT%H:%M:%S': [28, 'time'],
  '%Y-%m-%d %H:%M:%S': [29, 'time'],
};
/** These and what lies between them are extras of a record. */
const FIRST_EXTRA = 9;
const LAST_EXTRA = 17;
/** What a number may hold, or the dash for none: a literal that begins so is no end of one. */
const OF_NUMBERS = '0123456789.-';

/** A plan as the kernel reads it. */
export interface KernelPlan {
  readonly octets: Uint8Array;
  readonly hasExtras: boolean;
}

/** Undefined for a plan with a field that the kernel cannot read. */
export function kernelPlanOf({ lead, fields, isOpen = false }: FormatPlan): KernelPlan | undefined {
  const octets = new Uint8Array(PLAN_BYTES);
  const words = new DataView(octets.buffer);
  if (isOpen || fields.length > STEPS_MAX || !writeLiteral(octets, 8, lead)) return undefined;
  let hasExtras = false;
  let absent = EVERY_KEY;
  for (const [index, { field, literal, pattern }] of fields.entries()) {
    const op = pattern === undefined ? KERNEL_FIELDS.get(field) : opOf(pattern);
    const at = STEPS + index * STEP_BYTES;
    if (op === undefined || !writeLiteral(octets, at + 4, literal)) return undefined;
    const [kind, ending, keys = 0] = op;
    const isBare = ending === 'request' && !literal.startsWith('"');
    if (!isEnd(ending, literal, fields[index + 1]?.field)) return undefined;
    words.setInt32(at, isBare ? BARE_REQUEST : kind, true);
    hasExtras ||= kind >= FIRST_EXTRA && kind <= LAST_EXTRA;
    absent &= ~keys;
  }
  words.setInt32(0, fields.length, true);
  words.setInt32(4, hasExtras ? 1 : 0, true);
  words.setInt32(ABSENT, absent, true);
  return { octets, hasExtras };
}

function opOf({ text }: PatternTime): Op | undefined {
  return PATTERNS[text.replace('%F', '%Y-%m-%d').replace('%T', '%H:%M:%S')];
}

/** Whether the kernel finds the end of the field as the plain parser does. `next` is behind it. */
function isEnd(ending: Ending, literal: string, next: number | undefined): boolean {
  if (literal === '') return next === undefined && ending !== 'request';
  // Blanks stand within a request, but before no status.
  if (ending === 'request') return !literal.startsWith(' ') || isGap(literal, next);
  return ending !== 'number' || !OF_NUMBERS.includes(literal.charAt(0));
}

function isGap(literal: string, next: number | undefined): boolean {
  return literal === ' ' && next === Field.status;
}

/** Writes length and bytes; false for a literal that is too long, or where blanks mean a run. */
function writeLiteral(octets: Uint8Array, at: number, text: string): boolean {
  const bytes = encodeText(text);
  if (bytes.length > LITERAL_BYTES_MAX) return false;
  for (let index = 1; index < bytes.length; index++) {
    const isBlank = bytes[index] === SPACE || bytes[index] === TAB;
    if (isBlank && bytes[index - 1] === SPACE) return false;
  }
  octets[at] = bytes.length;
  octets.set(bytes, at + 4);
  return true;
}
