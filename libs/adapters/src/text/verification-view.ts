import type { Check, Difference } from '@hitwatch/domain/oracle';

import type { TimedVerification } from '../json/documents.ts';
import { fit, flow } from './columns.ts';
import { grouped, shortDuration } from './numbers.ts';
import { sanitize } from './sanitize.ts';
import type { View } from './traffic-view.ts';

const QUANTILES = /^(response|upstream)_|_seconds$/;

/** What `report --verify` found, below the report. */
export function verificationText(found: TimedVerification, { style, width }: View): string {
  const { agrees, checks, differences, differing, lines, seconds } = found;
  const recounted = `${countedLines(lines.recounted)} recounted in`;
  const took = seconds < 60 ? `${seconds.toFixed(1)} s` : shortDuration(seconds * 1000);
  const title = agrees ? style.good('verified') : style.bad('NOT verified');
  const what = named(checks.filter((check) => check.agrees && check.how !== 'not'));
  const outcome = what.length === 0 ? ['nothing agrees'] : [...what.slice(0, -1), lastOf(what)];
  const others = lines.recounted - lines.independent;
  const notes = [
    `${countedLines(lines.independent)} read by a second parser`,
    ...(others === 0 ? [] : [`${grouped(others)} by the parser of the report, one at a time`]),
  ];
  const bounded = checks.filter(isBoundedTable);
  const summed = checks.filter(({ how }) => how === 'sums_only');
  const not = checks.filter(({ how }) => how === 'not');
  return [
    '',
    ...flow(
      [`${title}: ${recounted} ${took}: ${outcome[0] ?? ''}`, ...outcome.slice(1)],
      ', ',
      width,
    ),
    ...flow(notes, ', ', width).map((line) => style.dim(line)),
    ...noteOf('rows within their stated error', bounded, width).map((line) => style.dim(line)),
    ...noteOf('too many keys, compared by their hits only', summed, width),
    ...noteOf('not compared, there is too much of it', not, width),
    ...differenceLines(differences, differing, width).map((line) => style.bad(line)),
    '',
  ].join('\n');
}

function countedLines(lines: number): string {
  return `${grouped(lines)} ${lines === 1 ? 'line' : 'lines'}`;
}

function isBoundedTable({ what, how }: Check): boolean {
  return how === 'within_error' && what.startsWith('tables.') && !what.endsWith('_seconds');
}

/** `lines`, `sums`, `seconds`, `quantiles`, `visitors`, `12 tables`. */
function named(checks: readonly Check[]): readonly string[] {
  const quantiles = checks.filter(({ what }) => QUANTILES.test(what));
  const tables = checks.filter(({ what }) => what.startsWith('tables.') && !QUANTILES.test(what));
  const rest = checks.filter((check) => !quantiles.includes(check) && !tables.includes(check));
  return [
    ...rest.map(({ what }) => what),
    ...(quantiles.length > 0 ? ['quantiles'] : []),
    ...(tables.length > 0 ? [`${tables.length} table${tables.length === 1 ? '' : 's'}`] : []),
  ];
}

function lastOf(what: readonly string[]): string {
  return `${what.at(-1) ?? ''} agree`;
}

function noteOf(title: string, checks: readonly Check[], width: number): readonly string[] {
  if (checks.length === 0) return [];
  const names = checks.map(({ what }) => what.replace('tables.', ''));
  return flow([`${title}: ${names[0] ?? ''}`, ...names.slice(1)], ', ', width);
}

function differenceLines(
  differences: readonly Difference[],
  differing: number,
  width: number,
): readonly string[] {
  const text = (value: string | number | null) =>
    typeof value === 'number' ? grouped(value) : sanitize(value ?? 'nothing');
  const lines = differences.map(({ what, reported, recounted }) => {
    const figures = `reported ${text(reported)}, recounted ${text(recounted)}`;
    const room = Math.max(width - figures.length - 6, 20);
    return `    ${fit(sanitize(what), room)}: ${figures}`;
  });
  const more = differing - differences.length;
  return more > 0 ? [...lines, `    and ${grouped(more)} more`] : lines;
}
