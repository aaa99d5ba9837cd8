import type { LineCountsSnapshot } from '../lines/line-counts.ts';
import { UNPARSED_REASONS } from '../parser/unparsed-reason.ts';
import type { Quantiles } from '../tables/dd-sketch.ts';
import { PAGE_SECONDS, PAGES_MAX } from '../traffic/second-counts.ts';
import { SECTIONS_MAX } from '../traffic/section-times.ts';
import type { TrafficSnapshot } from '../traffic/rollup-state.ts';
import { Comparison, type Verification } from './comparison.ts';
import { compareTable } from './compare-tables.ts';
import type { ExactValues } from './exact-values.ts';
import { type Recount, type RecountedLines, TABLE_NAMES } from './recount.ts';

export interface ComparedReport {
  readonly files: readonly {
    readonly path: string;
    readonly lines: LineCountsSnapshot;
    /** Bytes of its lines, unpacked. */
    readonly bytes: number;
  }[];
  readonly traffic: TrafficSnapshot;
  /** Rows of a table that were asked for, 0 for all that is kept. */
  readonly top: number;
}

/** An estimate of visitors that is further off than this many standard errors is wrong. */
const STANDARD_ERRORS = 5;
/** Doubles that went another way. */
const ROUNDING = 1e-9;

/** Compares all figures of a report with those of a recount. */
export function compareReport(report: ComparedReport, recount: Recount): Verification {
  const { traffic, top } = report;
  const comparison = new Comparison();
  comparison.check('lines', 'exactly', () => {
    compareFiles(comparison, report, recount);
  });
  comparison.check('sums', 'exactly', () => {
    compareSums(comparison, traffic, recount);
  });
  compareSeconds(comparison, traffic, recount);
  const { sizes, responseTimes, upstreamTimes } = traffic;
  compareQuantiles(comparison, 'response_bytes', sizes, recount.sizes);
  compareQuantiles(comparison, 'response_seconds', responseTimes, recount.responseMicros);
  compareQuantiles(comparison, 'upstream_seconds', upstreamTimes, recount.upstreamMicros);
  compareSectionTimes(comparison, traffic, recount);
  compareVisitors(comparison, traffic, recount);
  for (const name of TABLE_NAMES) {
    const [reported, exact] = [traffic.tables[name], recount.tables[name]];
    compareTable(comparison, { name, reported, exact, hits: recount.lines.counted, top });
  }
  const { checks, differences, differing } = comparison;
  const { read, independent } = recount.lines;
  const lines = { recounted: read, independent };
  return { agrees: differing === 0, checks, differences, differing, lines };
}

function compareFiles(comparison: Comparison, report: ComparedReport, recount: Recount): void {
  const pairs = report.files.map((file, index) => {
    const recounted = recount.files[index];
    if (recounted === undefined) throw new RangeError(`not recounted: ${file.path}`);
    return { ...file, recounted };
  });
  // First, since it explains all the rest.
  for (const { path, bytes, recounted } of pairs) {
    comparison.same(`${path}: bytes read`, bytes, recounted.bytes);
  }
  compareLines(comparison, 'lines', report.traffic.lines, recount.lines);
  pairs.forEach(({ path, lines, recounted }) => {
    compareLines(comparison, `${path}: lines`, lines, recounted.lines);
  });
}

function compareLines(
  comparison: Comparison,
  what: string,
  reported: LineCountsSnapshot,
  recounted: RecountedLines,
): void {
  for (const figure of ['read', 'counted', 'filtered', 'unparsed'] as const) {
    comparison.same(`${what}.${figure}`, reported[figure], recounted[figure]);
  }
  // A report has no clock that a line could be late for.
  for (const figure of ['late', 'future'] as const) {
    comparison.same(`${what}.${figure}`, reported[figure], 0);
  }
  for (const reason of UNPARSED_REASONS) {
    if (reason === 'parsed') continue;
    const lines = recounted.reasons.get(reason) ?? 0;
    comparison.same(`${what}.reasons.${reason}`, reported.reasons[reason] ?? 0, lines);
  }
}

function compareSums(comparison: Comparison, traffic: TrafficSnapshot, recount: Recount): void {
  comparison.same('hits', traffic.hits, recount.lines.counted);
  comparison.same('bytes', traffic.bytes, recount.bytes);
  comparison.same('errors', traffic.errors, recount.errors);
  const requestBytes = recount.sized === 0 ? null : recount.requestBytes;
  comparison.same('request_bytes', traffic.requestBytes ?? null, requestBytes);
  const classes = [0, 0, 0, 0, 0, 0];
  for (const { key, hits } of recount.tables.status.sorted()) {
    const digit = Number(key.charAt(0));
    const index = digit >= 1 && digit <= 5 ? digit : 0;
    classes[index] = (classes[index] ?? 0) + hits;
  }
  classes.forEach((hits, index) => {
    comparison.same(`hits with status ${index}xx`, traffic.statusClasses[index] ?? 0, hits);
  });
}

function compareSeconds(comparison: Comparison, traffic: TrafficSnapshot, recount: Recount): void {
  const { seconds } = recount;
  if (seconds.isGivenUp) {
    comparison.check('seconds', 'not', () => undefined);
    return;
  }
  let [first, last, peak, busiest] = [Infinity, -Infinity, 0, Infinity];
  for (const [second, hits] of seconds.counts) {
    first = Math.min(first, second);
    last = Math.max(last, second);
    if (hits > peak || (hits === peak && second < busiest)) [peak, busiest] = [hits, second];
  }
  const isEmpty = seconds.count === 0;
  const hours = new Set([...seconds.counts.keys()].map((at) => Math.floor(at / PAGE_SECONDS))).size;
  // Of more hours than are held the peak may be too low, and nothing else.
  const isHeld = hours <= PAGES_MAX;
  comparison.check('seconds', isHeld ? 'exactly' : 'within_error', () => {
    comparison.same('time.first', traffic.span?.first ?? null, isEmpty ? null : first);
    comparison.same('time.last', traffic.span?.last ?? null, isEmpty ? null : last);
    const { hits, second } = traffic.peak ?? { hits: 0, second: null };
    if (isHeld) {
      comparison.same('rate.peak.hits', hits, peak);
      comparison.same('rate.peak.at', second, isEmpty ? null : busiest);
    } else {
      comparison.holds(hits <= peak, 'rate.peak.hits', hits, peak);
      const there = seconds.counts.get(second ?? NaN) ?? 0;
      comparison.holds(hits <= there, 'hits at rate.peak.at', hits, there);
    }
  });
}

function compareQuantiles(
  comparison: Comparison,
  what: string,
  reported: Quantiles | undefined,
  exact: ExactValues,
): void {
  const how = exact.isGivenUp ? 'not' : 'within_error';
  comparison.check(what, how, () => {
    if (!exact.isGivenUp) compareEach(comparison, what, reported, exact);
  });
}

function compareEach(
  comparison: Comparison,
  what: string,
  reported: Quantiles | undefined,
  exact: ExactValues | undefined,
): void {
  const count = exact?.count ?? 0;
  if (reported === undefined || exact === undefined || count === 0) {
    comparison.holds(reported === undefined && count === 0, what, reported?.max ?? null, count);
    return;
  }
  const [p50 = 0, p95 = 0, p99 = 0, max = 0] = exact.quantiles([0.5, 0.95, 0.99, 1]);
  comparison.same(`${what}.max`, reported.max, max);
  for (const [name, truth] of Object.entries({ p50, p95, p99 })) {
    const value = reported[name as 'p50' | 'p95' | 'p99']; // the keys of the line above
    const agrees = Math.abs(value - truth) <= reported.error * truth + ROUNDING;
    comparison.holds(agrees, `${what}.${name}`, value, truth);
  }
}

function compareSectionTimes(
  comparison: Comparison,
  { tables, responseTimes }: TrafficSnapshot,
  recount: Recount,
): void {
  if (responseTimes === undefined && recount.responseMicros.count === 0) return;
  const { sections } = recount.tables;
  // Of more sections than have sketches, it is the first that have them.
  const isCompared = !sections.isGivenUp && sections.distinct <= SECTIONS_MAX;
  const what = 'tables.sections.response_seconds';
  comparison.check(what, isCompared ? 'within_error' : 'not', () => {
    if (!isCompared) return;
    for (const { key, responseTimes: reported } of tables.sections.rows) {
      const exact = recount.sectionMicros.get(key);
      // A key that is shown in another way than it stands in the log is not found by it.
      if (key.includes('\ufffd') || exact?.isGivenUp === true) continue;
      compareEach(comparison, `${what} ${key}`, reported, exact);
    }
  });
}

function compareVisitors(
  comparison: Comparison,
  { visitors: { estimate, error } }: TrafficSnapshot,
  { tables: { clients } }: Recount,
): void {
  if (clients.isGivenUp) {
    comparison.check('visitors', 'not', () => undefined);
    return;
  }
  comparison.check('visitors', error === 0 ? 'exactly' : 'within_error', () => {
    const slack = STANDARD_ERRORS * error;
    // Clients that were cut to the same key are several.
    const most = clients.distinct + (error === 0 ? 0 : clients.cut);
    const agrees = estimate >= clients.distinct * (1 - slack) && estimate <= most * (1 + slack);
    comparison.holds(agrees, 'visitors.estimate', estimate, clients.distinct);
  });
}
