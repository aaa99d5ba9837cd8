import { ClfParser, type LineParser } from '@hitwatch/domain';

/** A parser for a stream of its own: parsers remember the day of their last line. */
export function newParser(): LineParser {
  return new ClfParser();
}
