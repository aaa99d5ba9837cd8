import { encodeText } from '../bytes/text.ts';
import { Field } from '../formats/field.ts';
import type { FormatPlan } from '../formats/format-plan.ts';

// As assembly/plan.ts has them.
const PLAN_BYTES = 1024;
const STEPS = 32;
const STEP_BYTES = 24;
const LITERAL_BYTES_MAX = 16;
const STEPS_MAX = Math.floor((PLAN_BYTES - STEPS) / STEP_BYTES);

const SPACE = 32;
const QUOTE = 34;

/** What the kernel reads, by field; users are not counted. */
const KERNEL_FIELDS: ReadonlyMap<number, number> = new Map([
  [Field.ignored, 0],
  [Field.user, 0],
  [Field.forwarded, 0],
  [Field.host, 1],
  [Field.vhost, 2],
  [Field.request, 3],
  [Field.status, 4],
  [Field.bytes, 5],
  [Field.referrer, 6],
  [Field.agent, 7],
  [Field.timeClf, 8],
  [Field.cache, 9],
  [Field.tls, 10],
  [Field.scheme, 11],
  [Field.requestBytes, 12],
  [Field.responseSeconds, 13],
  [Field.upstreamSeconds, 14],
]);
/** From here on they are extras of a record. */
const FIRST_EXTRA = 9;
const IGNORED = 0;
const REQUEST = 3;

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
  for (const [index, { field, literal }] of fields.entries()) {
    const kind = KERNEL_FIELDS.get(field);
    const at = STEPS + index * STEP_BYTES;
    if (kind === undefined || !writeLiteral(octets, at + 4, literal)) return undefined;
    const first = octets[at + 8];
    // A request ends in a quote; a text that ends with the line may have a CR behind it.
    if (kind === REQUEST && first !== QUOTE) return undefined;
    if (literal === '' && (index < fields.length - 1 || isText(kind))) return undefined;
    words.setInt32(at, kind, true);
    hasExtras ||= kind >= FIRST_EXTRA;
  }
  words.setInt32(0, fields.length, true);
  words.setInt32(4, hasExtras ? 1 : 0, true);
  return { octets, hasExtras };
}

function isText(kind: number): boolean {
  return kind !== IGNORED && [1, 2, 6, 7, 9, 10, 11].includes(kind);
}

/** Writes length and bytes; false for a literal that is too long, or where blanks mean a run. */
function writeLiteral(octets: Uint8Array, at: number, text: string): boolean {
  const bytes = encodeText(text);
  if (bytes.length > LITERAL_BYTES_MAX) return false;
  for (let index = 1; index < bytes.length; index++) {
    if (bytes[index] === SPACE && bytes[index - 1] === SPACE) return false;
  }
  octets[at] = bytes.length;
  octets.set(bytes, at + 4);
  return true;
}
