/**
 * Why a line is not counted as a hit. The names are part of the JSON contract (`lines.reasons`);
 * the hot path hands on the index, and index 0 means that the line was parsed.
 */
export const UNPARSED_REASONS = [
  'parsed',
  'empty',
  'nul',
  'too_long',
  'no_time',
  'bad_time',
  'no_host',
  'no_request',
  'bad_status',
  'bad_bytes',
  'no_fit',
  'bad_json',
] as const;

export type UnparsedReason = Exclude<(typeof UNPARSED_REASONS)[number], 'parsed'>;

export const PARSED = 0;

/**
 * What a parser returns for a line that belongs to its format and is no hit, such as `#Fields:`.
 * No index of a reason: such a line counts as `filtered`.
 */
export const DIRECTIVE = -1;

/** The index of a reason, for parsers. */
export const Unparsed = {
  empty: 1,
  nul: 2,
  tooLong: 3,
  noTime: 4,
  badTime: 5,
  noHost: 6,
  noRequest: 7,
  badStatus: 8,
  badBytes: 9,
  noFit: 10,
  badJson: 11,
} as const;

/** One plain sentence for each reason, for reports. */
export const REASON_TEXT: Readonly<Record<UnparsedReason, string>> = {
  empty: 'empty line',
  nul: 'nothing but NUL bytes',
  too_long: 'longer than the line limit',
  no_time: 'no [day/month/year:hour:minute:second zone]',
  bad_time: 'a time that does not exist',
  no_host: 'fewer than three fields before the time',
  no_request: 'no quoted request after the time',
  bad_status: 'status is neither three digits nor -',
  bad_bytes: 'size is neither a number nor -',
  no_fit: 'fits neither the format of its file nor another that is known',
  bad_json: 'no whole JSON object of sane depth',
};
