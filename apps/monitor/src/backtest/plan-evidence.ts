import type { AlertToExplain, Stretch } from '@hitwatch/domain';

import type { FormatChoice } from '../formats.ts';
import { directed, type PlannedPart } from '../report/plan.ts';

/** What one worker reads in one go. */
const RANGE_BYTES_MAX = 8 * 1024 * 1024;

/** A part that was read, and of which time its lines are. */
export interface ReadStretches {
  readonly part: PlannedPart;
  /** In the order of the file; the first one begins where the part does. */
  readonly stretches: readonly Stretch[];
}

/**
 * The ranges that hold all hits of the alerts' windows and of those before them. What is packed is
 * read as a whole, or not at all.
 */
export function planEvidence(
  read: readonly ReadStretches[],
  alerts: readonly AlertToExplain[],
  formats: FormatChoice,
): readonly PlannedPart[] {
  const byPath = new Map<string, PlannedPart[]>();
  for (const { part, stretches } of read) {
    const ranges = rangesOf(part, stretches, alerts);
    if (ranges.length === 0) continue;
    // A file that is named twice counts twice.
    byPath.set(part.path, [...(byPath.get(part.path) ?? []), ...ranges]);
  }
  return [...byPath.values()].flatMap((ranges) => withDirectives(ranges, formats));
}

function rangesOf(
  part: PlannedPart,
  stretches: readonly Stretch[],
  alerts: readonly AlertToExplain[],
): PlannedPart[] {
  if (part.isPacked) return stretches.some((one) => matters(one, alerts)) ? [part] : [];
  const ranges: { start: number; end: number }[] = [];
  stretches.forEach((stretch, at) => {
    if (!matters(stretch, alerts)) return;
    const start = at === 0 ? part.start : stretch.offset;
    const end = stretches[at + 1]?.offset ?? part.end;
    const open = ranges.at(-1);
    if (open?.end === start && start - open.start < RANGE_BYTES_MAX) open.end = end;
    else ranges.push({ start, end });
  });
  const partEnd = part.start + part.bytes;
  return ranges.map((range) => {
    return { ...part, ...range, bytes: Math.max(1, Math.min(range.end, partEnd) - range.start) };
  });
}

function matters({ first, last }: Stretch, alerts: readonly AlertToExplain[]): boolean {
  return alerts.some(
    ({ rule, second }) => first <= second && last > second - 2 * rule.windowSeconds,
  );
}

/** What stands before a range may say what its lines mean, as it does for the parts. */
function withDirectives(
  ranges: readonly PlannedPart[],
  formats: FormatChoice,
): readonly PlannedPart[] {
  const [first] = ranges;
  if (first === undefined || first.isPacked) return ranges;
  return directed([{ ...first, start: 0, end: 0 }, ...ranges], formats).slice(1);
}
