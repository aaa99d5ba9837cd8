import { ByteBlock } from '../bytes/byte-block.ts';
import { behindMark } from '../bytes/byte-order-mark.ts';
import { decodeText } from '../bytes/text.ts';
import { AccessRecord } from '../parser/access-record.ts';
import {
  DIRECTIVE,
  PARSED,
  UNPARSED_REASONS,
  type UnparsedReason,
} from '../parser/unparsed-reason.ts';
import type { Detection } from './detect-format.ts';
import { type ExplainedField, explainRecord } from './explain-record.ts';
import type { FormatContext } from './format-parser.ts';
import { FormatFollower } from './format-follower.ts';
import type { FormatProbe } from './registry.ts';

const LINES_MAX = 64;
const TEXT_BYTES_MAX = 400;

const LF = 10;
const CR = 13;

/** How the first lines of a log are read. All text is hostile: whoever shows it sanitises it. */
export interface Explanation {
  readonly detection: Detection | undefined;
  /** Names of the formats that the lines have, the most frequent first. */
  readonly formats: readonly string[];
  readonly lines: readonly ExplainedLine[];
}

export interface ExplainedLine {
  /** From 1. */
  readonly number: number;
  /** The line, cut at 400 bytes. */
  readonly text: string;
  readonly format: string | undefined;
  /** Empty for a line that was not parsed. */
  readonly fields: readonly ExplainedField[];
  readonly failure: { readonly reason: UnparsedReason; readonly column: number } | undefined;
}

/**
 * Explains the first 64 lines of the octets, which begin where a log begins, and end there as well
 * if they are `whole`.
 */
export function explainLines(
  octets: Uint8Array,
  whole: boolean,
  context: FormatContext,
  probes?: readonly FormatProbe[],
): Explanation {
  const block = new ByteBlock(octets);
  const follower = new FormatFollower(context, probes);
  const record = new AccessRecord();
  const lines: ExplainedLine[] = [];
  for (let start = behindMark(octets); start < octets.length && lines.length < LINES_MAX;) {
    const lf = octets.indexOf(LF, start);
    // A line that is cut off says nothing, unless there is no other.
    if (lf < 0 && !whole && lines.length > 0) break;
    const next = lf < 0 ? octets.length : lf;
    const end = next > start && octets[next - 1] === CR ? next - 1 : next;
    const reason = follower.parse(block, start, end, record);
    const name = UNPARSED_REASONS[reason];
    const isBad = reason !== DIRECTIVE && name !== undefined && name !== 'parsed';
    lines.push({
      number: lines.length + 1,
      text: decodeText(octets.subarray(start, Math.min(end, start + TEXT_BYTES_MAX))),
      format: reason === PARSED ? follower.looksLike : undefined,
      fields: reason === PARSED ? explainRecord(record) : [],
      failure: isBad
        ? { reason: name, column: columnOf(follower.failedAt, start, end) }
        : undefined,
    });
    start = next + 1;
  }
  return { detection: follower.detection, formats: follower.formats, lines };
}

/** From 1, within the line. */
function columnOf(at: number, start: number, end: number): number {
  return Math.min(Math.max(at, start), end) - start + 1;
}
