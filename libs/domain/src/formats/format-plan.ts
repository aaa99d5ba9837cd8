import { Field, isTime, slotOf } from './field.ts';
import type { PatternTime } from './pattern-time.ts';

/** A part of a definition: text that is in every line as it stands, or a field. */
export type FormatPart = { readonly literal: string } | FieldPart;

export interface FieldPart {
  readonly field: number;
  /** The field as the definition writes it, for messages. */
  readonly source: string;
  /** Of several sources of one field that with the highest rank counts, then the first; 0. */
  readonly rank?: number;
  readonly pattern?: PatternTime;
}

export interface PlannedField {
  readonly field: number;
  readonly source: string;
  readonly pattern: PatternTime | undefined;
  /**
   * What stands behind it in every line; empty at the end of the line, behind a time, which ends by
   * itself, and in front of a target, which begins with a slash: `$host$request_uri`.
   */
  readonly literal: string;
}

/** A format as what comes one behind the other in its lines. */
export interface FormatPlan {
  readonly lead: string;
  readonly fields: readonly PlannedField[];
  /** Lines may go on behind the last field, which then is one word. */
  readonly isOpen?: boolean;
}

/** Why a definition makes no plan. */
export class FormatProblem {
  /** One sentence for the person who wrote it. */
  readonly message: string;
  /** What a hit needs and the definition does not give. */
  readonly missing: readonly ('time' | 'request')[];

  constructor(message: string, missing: readonly ('time' | 'request')[] = []) {
    this.message = message;
    this.missing = missing;
  }
}

/** Puts the parts of a definition into the order of a line, or says what is wrong with them. */
export function planOf(parts: readonly FormatPart[]): FormatPlan | FormatProblem {
  const chosen = withoutRivals(parts);
  let lead = '';
  const fields: (Omit<PlannedField, 'literal'> & { literal: string })[] = [];
  for (const part of chosen) {
    const last = fields.at(-1);
    if ('literal' in part) {
      if (last === undefined) lead += part.literal;
      else last.literal += part.literal;
      continue;
    }
    const { field, source, pattern } = part;
    if (last?.literal === '' && !isTime(last.field) && field !== Field.target) {
      return new FormatProblem(`nothing separates ${last.source} from ${source}`);
    }
    fields.push({ field, source, pattern, literal: '' });
  }
  const missing = missingFrom(fields);
  if (missing.length > 0) {
    return new FormatProblem(`the format has no ${missing.join(' and no ')}`, missing);
  }
  return { lead, fields };
}

/** Fields that add to each other, or that may; each of them counts. */
const ADDED: readonly number[] = [
  Field.ignored,
  Field.responseSecondsPart,
  Field.dayIso,
  Field.timeOfDay,
  Field.timePattern,
];

function withoutRivals(parts: readonly FormatPart[]): readonly FormatPart[] {
  const best = new Map<number, FieldPart>();
  for (const part of parts) {
    if ('literal' in part) continue;
    if (ADDED.includes(part.field)) continue;
    const slot = slotOf(part.field);
    const rival = best.get(slot);
    if (rival === undefined || (part.rank ?? 0) > (rival.rank ?? 0)) best.set(slot, part);
  }
  return parts.map((part) => {
    if ('literal' in part) return part;
    const counts = ADDED.includes(part.field) || best.get(slotOf(part.field)) === part;
    // A time keeps its kind: it ends by itself, and a plan that ignored it would not know where.
    return counts || isTime(part.field) ? part : { field: Field.ignored, source: part.source };
  });
}

function missingFrom(fields: readonly PlannedField[]): readonly ('time' | 'request')[] {
  const has = (...kinds: readonly number[]) => fields.some(({ field }) => kinds.includes(field));
  const states = (part: 'hasDay' | 'hasClock') => fields.some(({ pattern }) => pattern?.[part]);
  const wholeTime = fields.some(({ field }) => isTime(field) && field < Field.timePattern);
  const hasTime =
    wholeTime ||
    ((has(Field.dayIso) || states('hasDay')) && (has(Field.timeOfDay) || states('hasClock')));
  const missing: ('time' | 'request')[] = [];
  if (!hasTime) missing.push('time');
  if (!has(Field.request, Field.target)) missing.push('request');
  return missing;
}
