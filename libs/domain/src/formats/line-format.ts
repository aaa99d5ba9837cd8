import type { FormatContext, FormatParser } from './format-parser.ts';
import type { FormatPlan } from './format-plan.ts';

/** A format of access logs, for the list of formats and for detection. */
export interface LineFormat {
  /** As it is given to `--format` and stands in reports. */
  readonly name: string;
  readonly title: string;
  /** A line as the format's documentation has it, or made up. */
  readonly example: string;
  /** Where it is defined. */
  readonly source: string;
  /** Other names for it, GoAccess's among them, in upper case. */
  readonly aliases: readonly string[];
  /** What its parser goes by, for a format that was given as a definition. */
  readonly plan?: FormatPlan;
  newParser(context: FormatContext): FormatParser;
}
