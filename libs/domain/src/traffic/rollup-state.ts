import type { LineCountsSnapshot } from '../lines/line-counts.ts';
import type { CombinedKey } from '../parser/key-combiner.ts';
import { AGENT, HOST, METHOD, PROTOCOL, REFERRER, SECTION, URL } from '../parser/record-batch.ts';
import type { DDSketchState, Quantiles } from '../tables/dd-sketch.ts';
import type { KeyTableState } from '../tables/key-table-state.ts';
import type { StatusTableState } from '../tables/status-table.ts';
import type { TableSnapshot } from '../tables/table-snapshot.ts';
import type { ExtrasState, ExtraSummary, ExtraTables } from './extras.ts';
import type { Peak, SecondCountsState } from './second-counts.ts';

/** What is held of each table. */
export const LIMITS = {
  sections: { keysMax: 16_384, keyBytesMax: 512 },
  methods: { keysMax: 64, keyBytesMax: 32 },
  urls: { keysMax: 16_384, keyBytesMax: 1024 },
  clients: { keysMax: 32_768, keyBytesMax: 256 },
  referrers: { keysMax: 16_384, keyBytesMax: 1024 },
  agents: { keysMax: 8_192, keyBytesMax: 1024 },
  protocols: { keysMax: 64, keyBytesMax: 32 },
} as const;

export type TableName = keyof typeof LIMITS;

/** Where a record has the key of each table, and whether a dash there means that it has none. */
export const KEYS: readonly (readonly [TableName, CombinedKey, boolean])[] = [
  ['sections', SECTION, false],
  ['urls', URL, false],
  ['methods', METHOD, true],
  ['referrers', REFERRER, true],
  ['agents', AGENT, true],
  ['protocols', PROTOCOL, true],
  ['clients', HOST, false],
];

export interface RollupOptions {
  /** Seed of the tables' hashes, drawn per run. */
  readonly seed: number;
  /** Origin shown before sections and urls that have none. */
  readonly site?: string | undefined;
}

export type TrafficTables = ExtraTables &
  Readonly<Record<TableName, TableSnapshot>> & { readonly status: TableSnapshot };

/** The figures of a rollup, without its tables. */
export interface TrafficSummary extends ExtraSummary {
  readonly lines: LineCountsSnapshot;
  readonly hits: number;
  readonly bytes: number;
  /** Hits with status 500-599. */
  readonly errors: number;
  /** Hits by class of status: index 1 for 1xx to 5 for 5xx, 0 for any other. */
  readonly statusClasses: readonly number[];
  /** Epoch seconds of the first and last hit, or undefined when there is none. */
  readonly span: { readonly first: number; readonly last: number } | undefined;
  /** The busiest second. */
  readonly peak: Peak | undefined;
  /** Sizes of responses in bytes; undefined without hits. */
  readonly sizes: Quantiles | undefined;
  /** Distinct clients, and the relative standard error of that number (0 when exact). */
  readonly visitors: { readonly estimate: number; readonly error: number };
}

/** A rollup as a value, for people and programs. */
export interface TrafficSnapshot extends TrafficSummary {
  readonly tables: TrafficTables;
}

/** A rollup as plain arrays and numbers: what crosses to another thread. */
export interface RollupState {
  readonly lines: LineCountsSnapshot;
  readonly bytes: number;
  readonly seconds: SecondCountsState;
  readonly status: StatusTableState;
  readonly visitors: Uint8Array;
  readonly sizes: DDSketchState;
  readonly tables: Readonly<Record<TableName, KeyTableState>>;
  readonly extras: ExtrasState;
}
