import {
  type LineCountsSnapshot,
  type Quantiles,
  REASON_TEXT,
  type TrafficSnapshot,
  UNPARSED_REASONS,
} from '@hitwatch/domain';

import { cells, fit, flow } from './columns.ts';
import { grouped, percent, shortBytes, shortTime } from './numbers.ts';
import { sanitize } from './sanitize.ts';
import type { Style } from './style.ts';
import { fullTable, shortTable, sideBySide } from './table-view.ts';

export interface View {
  readonly style: Style;
  /** Cells of a line. */
  readonly width: number;
}

const CLASSES = ['none', '1xx', '2xx', '3xx', '4xx', '5xx'];
const METHODS_SHOWN = 4;
const METHOD_CELLS_MAX = 16;
const EXTRAS_SHOWN = 4;
const EXTRA_CELLS_MAX = 30;

/** Classes of status and methods, with their shares; on a line of their own each if need be. */
export function mixLines(traffic: TrafficSnapshot, { style, width }: View): string[] {
  const { hits, statusClasses, tables } = traffic;
  const classes = CLASSES.map((name, index) => ({ name, hits: statusClasses[index] ?? 0 }))
    .filter((entry) => entry.hits > 0)
    .map((entry) => {
      const text = `${entry.name} ${percent(entry.hits, hits)}`;
      return entry.name === '5xx' ? style.bad(text) : text;
    });
  const methods = tables.methods.rows
    .slice(0, METHODS_SHOWN)
    .map((row) => `${fit(sanitize(row.key), METHOD_CELLS_MAX)} ${percent(row.hits, hits)}`);
  const together = `  ${classes.join('  ')}   ${style.dim('│')}   ${methods.join('  ')}`;
  if (cells(together) <= width) return [together];
  return [...flow(classes, '  ', width), ...flow(methods, '  ', width)];
}

/** Sizes and, where the log states them, times of responses: a line each, none without hits. */
export function quantileLines(traffic: TrafficSnapshot, view: View): string[] {
  const { sizes, responseTimes, upstreamTimes } = traffic;
  return [
    ...quantileLine('response size', sizes, shortBytes, view),
    ...quantileLine('response time', responseTimes, shortTime, view),
    ...quantileLine('upstream time', upstreamTimes, shortTime, view),
  ];
}

function quantileLine(
  title: string,
  quantiles: Quantiles | undefined,
  short: (value: number) => string,
  { style, width }: View,
): string[] {
  if (quantiles === undefined) return [];
  const { p50, p95, p99, max } = quantiles;
  const parts = Object.entries({ p50, p95, p99, max }).map(
    ([name, value]) => `${style.dim(name)} ${short(value)}`,
  );
  return flow([title, ...parts], '  ', width);
}

/** What only some logs state, with its shares: a line for each that this one does. */
export function extraLines({ tables, hits }: TrafficSnapshot, { width }: View): string[] {
  const { vhosts, caches, tls, schemes } = tables;
  const named = { vhost: vhosts, cache: caches, tls, scheme: schemes };
  return Object.entries(named).flatMap(([title, { rows }]) => {
    if (onlyNone({ rows })) return [];
    const shares = rows
      .slice(0, EXTRAS_SHOWN)
      .map((row) => `${fit(sanitize(row.key), EXTRA_CELLS_MAX)} ${percent(row.hits, hits)}`);
    return flow([title, ...shares], '  ', width);
  });
}

/** About how many visitors, as exact as it is known. */
export function visitorsText({ estimate, error }: TrafficSnapshot['visitors']): string {
  const word = estimate === 1 ? 'visitor' : 'visitors';
  return `${error === 0 ? '' : '~'}${grouped(estimate)} ${word}`;
}

/** The tables of a rollup: sections in full, the others in pairs of `rows` rows. */
export function tableLines(traffic: TrafficSnapshot, rows: number, view: View): string[] {
  const { hits, tables } = traffic;
  const { style, width } = view;
  const lines = fullTable({ title: 'section', table: tables.sections, hits, width, style });
  const gap = '   ';
  const half = Math.floor((width - 2 - gap.length) / 2);
  const short = (title: string, table: TrafficSnapshot['tables']['urls']) =>
    shortTable({
      title,
      table: rows === 0 ? table : { ...table, rows: table.rows.slice(0, rows) },
      hits,
      width: half,
      style,
    });
  lines.push('', ...sideBySide(short('url', tables.urls), short('client', tables.clients), gap));
  if (!onlyNone(tables.referrers) || !onlyNone(tables.agents)) {
    const referrers = short('referrer', tables.referrers);
    lines.push('', ...sideBySide(referrers, short('agent', tables.agents), gap));
  }
  return lines;
}

/** `read = counted + filtered + unparsed`, and why lines were not parsed. */
export function proofLines(lines: LineCountsSnapshot, { style, width }: View): string[] {
  const { read, counted, filtered, unparsed, late, future, reasons } = lines;
  const aside = [
    late > 0 ? `${grouped(late)} late` : '',
    future > 0 ? `${grouped(future)} from the future` : '',
  ].filter((text) => text !== '');
  const sum = [
    `lines: ${grouped(read)} read`,
    `= ${grouped(counted)} counted`,
    `+ ${grouped(filtered)} filtered`,
    `+ ${grouped(unparsed)} unparsed`,
    ...(aside.length > 0 ? [`(of the counted: ${aside.join(', ')})`] : []),
  ];
  const why = UNPARSED_REASONS.flatMap((reason) => {
    const count = reason === 'parsed' ? undefined : reasons[reason];
    if (reason === 'parsed' || count === undefined) return [];
    return [`    ${grouped(count)} ${reason}: ${REASON_TEXT[reason]}`];
  });
  return [...flow(sum, ' ', width), ...why].map((line) => style.dim(line));
}

function onlyNone({ rows }: Pick<TrafficSnapshot['tables']['urls'], 'rows'>): boolean {
  return rows.every((row) => row.key === '(none)');
}
