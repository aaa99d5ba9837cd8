import type { LineParser } from '../parser/line-parser.ts';
import type { RecordFields } from './record-fields.ts';

/** What a parser has to know that no line states. */
export interface FormatContext {
  /**
   * Epoch seconds not long before the log's end, such as the time of its last change: times without
   * a year lie before it.
   */
  readonly reference: number;
}

/** A parser that can say where a line stopped fitting, and what the line looks like. */
export interface FormatParser extends LineParser {
  /** Of the last line that was not parsed: the offset in its block of what did not fit. */
  readonly failedAt: number;
  /** Where wrappers leave the time that they state, for lines without one of their own. */
  readonly fields: RecordFields;
}
