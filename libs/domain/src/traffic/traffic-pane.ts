import { ByteBlock } from '../bytes/byte-block.ts';
import { decodeText, encodeText } from '../bytes/text.ts';
import { LineCounts } from '../lines/line-counts.ts';
import { DDSketch, type DDSketchState } from '../tables/dd-sketch.ts';
import { HyperLogLog } from '../tables/hyper-log-log.ts';
import { eachKey } from '../tables/each-key.ts';
import type { TableSnapshot } from '../tables/table-snapshot.ts';
import { mergedTable } from './merged-tables.ts';
import type { RollupState, TrafficSnapshot, TrafficTables } from './rollup-state.ts';
import type { SectionTimesState } from './section-times.ts';

/** Sections of a pane that have quantiles: those with the most hits. A sketch takes kilobytes. */
const TIMED_SECTIONS_MAX = 32;

/** Names of the tables; listed, so that a new one does not compile until it is merged. */
const TABLES: Readonly<Record<keyof TrafficTables, true>> = {
  ...{ sections: true, methods: true, urls: true, clients: true, referrers: true, agents: true },
  ...{ protocols: true, status: true, vhosts: true, caches: true, tls: true, schemes: true },
};
const TABLE_NAMES = Object.keys(TABLES) as (keyof TrafficTables)[]; // a record of just these keys

/** The traffic of some time, cut to what can be shown and merged. A value. */
export interface TrafficPane {
  readonly traffic: TrafficSnapshot;
  readonly sizes: DDSketchState;
  readonly responseTimes: DDSketchState;
  readonly upstreamTimes: DDSketchState;
  readonly sectionTimes: ReadonlyMap<string, DDSketchState>;
  /** Registers of the sketch of clients; undefined while the rows are all the clients there are. */
  readonly visitors: Uint8Array | undefined;
}

/** `traffic` has the rows that are kept; `state` is that of the same rollup. */
export function paneOf(traffic: TrafficSnapshot, state: RollupState): TrafficPane {
  const { clients } = traffic.tables;
  return {
    traffic,
    sizes: state.sizes,
    responseTimes: state.extras.responseTimes,
    upstreamTimes: state.extras.upstreamTimes,
    sectionTimes: timesOf(traffic.tables.sections, state.extras.sectionTimes),
    visitors: clients.distinct === clients.rows.length ? undefined : state.visitors,
  };
}

/** Panes as one; each counter is the sum, and each sketch that of all values. */
export function mergedPanes(panes: readonly TrafficPane[], rowsMax: number): TrafficPane {
  const [only] = panes;
  if (panes.length === 1 && only !== undefined) return only;
  const all = panes.map(({ traffic }) => traffic);
  const sizes = mergedSketch(panes.map((pane) => pane.sizes));
  const responseTimes = mergedSketch(panes.map((pane) => pane.responseTimes));
  const upstreamTimes = mergedSketch(panes.map((pane) => pane.upstreamTimes));
  const tables = mapTables((name) =>
    mergedTable(
      all.map((traffic) => traffic.tables[name]),
      rowsMax,
    ),
  );
  const sectionTimes = mergedTimes(panes, tables.sections);
  const sections = withTimes(tables.sections, sectionTimes);
  const sent = all.filter(({ requestBytes }) => requestBytes !== undefined);
  const { visitors, registers } = mergedVisitors(panes, tables.clients);
  const traffic: TrafficSnapshot = {
    lines: mergedLines(all),
    hits: sumOf(all, ({ hits }) => hits),
    bytes: sumOf(all, ({ bytes }) => bytes),
    errors: sumOf(all, ({ errors }) => errors),
    statusClasses: [0, 1, 2, 3, 4, 5].map((digit) =>
      sumOf(all, ({ statusClasses }) => statusClasses[digit] ?? 0),
    ),
    span: mergedSpan(all),
    peak: mergedPeak(all),
    sizes: sizes.quantiles(),
    responseTimes: responseTimes.quantiles(),
    upstreamTimes: upstreamTimes.quantiles(),
    requestBytes: sent.length === 0 ? undefined : sumOf(sent, (one) => one.requestBytes ?? 0),
    visitors,
    tables: { ...tables, sections },
  };
  return {
    traffic,
    sizes: sizes.state(),
    responseTimes: responseTimes.state(),
    upstreamTimes: upstreamTimes.state(),
    sectionTimes: new Map(Array.from(sectionTimes, ([key, sketch]) => [key, sketch.state()])),
    visitors: registers,
  };
}

function mapTables(
  make: (name: keyof TrafficTables) => TableSnapshot,
): Readonly<Record<keyof TrafficTables, TableSnapshot>> {
  const entries = TABLE_NAMES.map((name) => [name, make(name)] as const);
  // An entry was made for every name.
  return Object.fromEntries(entries) as Record<keyof TrafficTables, TableSnapshot>;
}

function mergedLines(all: readonly TrafficSnapshot[]): TrafficSnapshot['lines'] {
  const lines = new LineCounts();
  for (const traffic of all) lines.mergeSnapshot(traffic.lines);
  return lines.snapshot();
}

function mergedSpan(all: readonly TrafficSnapshot[]): TrafficSnapshot['span'] {
  const spans = all.flatMap(({ span }) => (span === undefined ? [] : [span]));
  if (spans.length === 0) return undefined;
  return {
    first: Math.min(...spans.map(({ first }) => first)),
    last: Math.max(...spans.map(({ last }) => last)),
  };
}

/** The hits of a second that two panes share are not added up: the peak may be too low by them. */
function mergedPeak(all: readonly TrafficSnapshot[]): TrafficSnapshot['peak'] {
  return all
    .flatMap(({ peak }) => (peak === undefined ? [] : [peak]))
    .reduce<TrafficSnapshot['peak']>(
      (highest, peak) =>
        highest === undefined ||
        peak.hits > highest.hits ||
        (peak.hits === highest.hits && peak.second < highest.second)
          ? peak
          : highest,
      undefined,
    );
}

function mergedVisitors(
  panes: readonly TrafficPane[],
  clients: TableSnapshot,
): { readonly visitors: TrafficSnapshot['visitors']; readonly registers: Uint8Array | undefined } {
  const isExact = clients.distinct !== null;
  if (isExact && clients.distinct === clients.rows.length) {
    return { visitors: { estimate: clients.rows.length, error: 0 }, registers: undefined };
  }
  const sketch = new HyperLogLog();
  for (const { visitors, traffic } of panes) {
    if (visitors !== undefined) sketch.mergeState(visitors);
    else for (const { key } of traffic.tables.clients.rows) addKey(sketch, key);
  }
  const visitors = isExact
    ? { estimate: clients.distinct, error: 0 }
    : { estimate: Math.round(sketch.estimate()), error: HyperLogLog.standardError };
  return { visitors, registers: sketch.state() };
}

function addKey(sketch: HyperLogLog, key: string): void {
  const block = new ByteBlock(encodeText(key));
  sketch.add(block, 0, block.length);
}

function mergedSketch(states: readonly DDSketchState[]): DDSketch {
  const sketch = new DDSketch();
  for (const state of states) sketch.mergeState(state);
  return sketch;
}

function mergedTimes(
  panes: readonly TrafficPane[],
  sections: TableSnapshot,
): ReadonlyMap<string, DDSketch> {
  const sketches = new Map<string, DDSketch>();
  for (const { key } of sections.rows.slice(0, TIMED_SECTIONS_MAX)) {
    const states = panes.flatMap(({ sectionTimes }) => sectionTimes.get(key) ?? []);
    if (states.length > 0) sketches.set(key, mergedSketch(states));
  }
  return sketches;
}

function withTimes(table: TableSnapshot, sketches: ReadonlyMap<string, DDSketch>): TableSnapshot {
  const rows = table.rows.map((row) => {
    const responseTimes = sketches.get(row.key)?.quantiles();
    return responseTimes === undefined ? row : { ...row, responseTimes };
  });
  return { ...table, rows };
}

/** The sketches of the first sections of a table. */
function timesOf(
  { rows }: TableSnapshot,
  { sketches, ...sections }: SectionTimesState,
): ReadonlyMap<string, DDSketchState> {
  const wanted = new Set(rows.slice(0, TIMED_SECTIONS_MAX).map(({ key }) => key));
  const times = new Map<string, DDSketchState>();
  eachKey(sections, (block, start, end, index) => {
    const key = decodeText(block.octets.subarray(start, end));
    const sketch = sketches[index];
    if (sketch !== undefined && wanted.has(key)) times.set(key, sketch);
  });
  return times;
}

function sumOf(
  all: readonly TrafficSnapshot[],
  figure: (traffic: TrafficSnapshot) => number,
): number {
  return all.reduce((sum, traffic) => sum + figure(traffic), 0);
}
