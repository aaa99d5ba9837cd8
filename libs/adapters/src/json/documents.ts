import type { FileTally, Quantiles, TrafficSnapshot, TrafficTables } from '@hitwatch/domain';
import type { Verification } from '@hitwatch/domain/oracle';
import type { MonitorEvent, StateReport, TrafficSums } from '@hitwatch/ports';

import { Zone } from '../text/zone.ts';
import { alertObject, firingObject } from './alert-object.ts';

/** Alerts that stand, in one interval. */
const FIRING_MAX = 100;

/** A file of a report. */
export interface ReportedFile extends FileTally {
  /** What is wrong with packed data, such as `its gzip data ends early`; else there is none. */
  readonly damage?: string;
}

/** What `report` found out. */
export interface TrafficReport {
  readonly files: readonly ReportedFile[];
  readonly traffic: TrafficSnapshot;
}

/** What `report --verify` found, and how long that took. */
export interface TimedVerification extends Verification {
  readonly seconds: number;
}

/**
 * The document of `report --output json`, schema `hitwatch/report/1`; docs/json.md describes it
 * field by field.
 */
export function reportDocument(
  { files, traffic }: TrafficReport,
  verification?: TimedVerification,
) {
  return {
    schema: 'hitwatch/report/1',
    files,
    lines: traffic.lines,
    time: {
      first: traffic.span ? utc(traffic.span.first) : null,
      last: traffic.span ? utc(traffic.span.last) : null,
    },
    hits: traffic.hits,
    bytes: traffic.bytes,
    errors: traffic.errors,
    rate: rate(traffic),
    visitors: traffic.visitors,
    ...quantileMembers(traffic),
    tables: tablesObject(traffic.tables),
    ...(verification === undefined ? {} : { verify: verification }),
  };
}

/** The object of one event in `watch --output ndjson`, schema `hitwatch/watch/1`. */
export function eventObject(event: MonitorEvent) {
  switch (event.kind) {
    case 'start':
      return {
        type: 'start',
        schema: 'hitwatch/watch/1',
        files: event.files,
        threshold: event.threshold ?? null,
        duration_s: event.windowSeconds ?? null,
        rules: event.rules.map(({ name }) => name),
        every_s: event.everyMs / 1000,
        ...(event.state === undefined ? {} : { state: stateObject(event.state) }),
      };
    case 'interval': {
      const { traffic } = event;
      return {
        type: 'interval',
        from: utcMs(event.fromMs),
        to: utcMs(event.toMs),
        lines: traffic.lines,
        hits: traffic.hits,
        bytes: traffic.bytes,
        errors: traffic.errors,
        rate: intervalRate(traffic, (event.toMs - event.fromMs) / 1000),
        visitors: traffic.visitors,
        ...quantileMembers(traffic),
        tables: tablesObject(traffic.tables),
        total: totalObject(event.total),
        window: { hits: event.windowHits ?? null, state: event.alertState },
        firing: event.firing.slice(0, FIRING_MAX).map(firingObject),
        silent_s: event.silentMs === undefined ? null : event.silentMs / 1000,
        files: event.files.map(({ path, format, lines }) => ({ path, format, lines })),
      };
    }
    case 'alert':
      return alertObject(event.change);
    case 'notice':
      return { type: 'notice', ...event.notice };
    case 'stop':
      return {
        type: 'stop',
        reason: event.reason,
        ...totalObject(event.run),
        files: event.files,
        total: totalObject(event.total),
      };
  }
}

/** What a log does not state is null. */
function quantileMembers({ sizes, responseTimes, upstreamTimes, requestBytes }: TrafficSnapshot) {
  return {
    response_bytes: sizes ?? null,
    response_seconds: secondsObject(responseTimes),
    upstream_seconds: secondsObject(upstreamTimes),
    request_bytes: requestBytes ?? null,
  };
}

function secondsObject(times: Quantiles | undefined) {
  if (times === undefined) return null;
  const { p50, p95, p99, max, error } = times;
  return { p50: p50 / 1e6, p95: p95 / 1e6, p99: p99 / 1e6, max: max / 1e6, error };
}

/** Rows of sections have their times in seconds, like everything else that programs read. */
function tablesObject(tables: TrafficTables) {
  const rows = tables.sections.rows.map(({ responseTimes, ...row }) =>
    responseTimes === undefined ? row : { ...row, response_seconds: secondsObject(responseTimes) },
  );
  return { ...tables, sections: { ...tables.sections, rows } };
}

function stateObject({ name, sinceMs, resumedMs }: StateReport) {
  return {
    path: name,
    since: utcMs(sinceMs),
    resumed: resumedMs === undefined ? null : utcMs(resumedMs),
  };
}

function totalObject({ lines, hits, bytes }: TrafficSums) {
  return { lines, hits, bytes };
}

/** Hits per second over [first, last], both included. */
function rate({ hits, span, peak }: TrafficSnapshot) {
  return {
    average: span ? hits / (span.last - span.first + 1) : 0,
    peak: peakObject(peak),
  };
}

/** Hits per second of the wall clock. */
function intervalRate({ hits, peak }: TrafficSnapshot, seconds: number) {
  return { average: seconds > 0 ? hits / seconds : 0, peak: peakObject(peak) };
}

function peakObject(peak: TrafficSnapshot['peak']) {
  return peak ? { hits: peak.hits, at: utc(peak.second) } : { hits: 0, at: null };
}

function utc(second: number): string {
  return Zone.utc.timestamp(second);
}

/** RFC 3339 with milliseconds, for instants of the wall clock. */
function utcMs(ms: number): string {
  return new Date(ms).toISOString();
}
