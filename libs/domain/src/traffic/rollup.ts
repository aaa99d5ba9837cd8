import { LineCounts, type LineCountsSnapshot } from '../lines/line-counts.ts';
import { TargetKind } from '../parser/access-record.ts';
import {
  AGENT,
  BYTES,
  HOST,
  METHOD,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  REFERRER,
  SECOND,
  SECTION,
  STATUS,
  TARGET_KIND,
  URL,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import { DDSketch, type DDSketchState, type Quantiles } from '../tables/dd-sketch.ts';
import { HyperLogLog } from '../tables/hyper-log-log.ts';
import { KeyTable, type KeyTableLimits, NONE } from '../tables/key-table.ts';
import type { KeyTableState } from '../tables/key-table-state.ts';
import { isServerError, StatusTable, type StatusTableState } from '../tables/status-table.ts';
import type { TableSnapshot } from '../tables/table-snapshot.ts';
import { OriginPrefix } from './origin.ts';
import { type Peak, SecondCounts, type SecondCountsState } from './second-counts.ts';

const SECTION_LIMITS: KeyTableLimits = { keysMax: 16_384, keyBytesMax: 512 };
const METHOD_LIMITS: KeyTableLimits = { keysMax: 64, keyBytesMax: 32 };
const URL_LIMITS: KeyTableLimits = { keysMax: 16_384, keyBytesMax: 1024 };
const CLIENT_LIMITS: KeyTableLimits = { keysMax: 32_768, keyBytesMax: 256 };
const REFERRER_LIMITS: KeyTableLimits = { keysMax: 16_384, keyBytesMax: 1024 };
const AGENT_LIMITS: KeyTableLimits = { keysMax: 8_192, keyBytesMax: 1024 };

export interface RollupOptions {
  /** Seed of the tables' hashes, drawn per run. */
  readonly seed: number;
  /** Origin shown before sections and urls that have none. */
  readonly site?: string | undefined;
}

export interface TrafficTables {
  readonly sections: TableSnapshot;
  readonly status: TableSnapshot;
  readonly methods: TableSnapshot;
  readonly urls: TableSnapshot;
  readonly clients: TableSnapshot;
  readonly referrers: TableSnapshot;
  readonly agents: TableSnapshot;
}

/** The figures of a rollup, without its tables. */
export interface TrafficSummary {
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
  readonly sections: KeyTableState;
  readonly methods: KeyTableState;
  readonly urls: KeyTableState;
  readonly clients: KeyTableState;
  readonly referrers: KeyTableState;
  readonly agents: KeyTableState;
}

/**
 * The traffic of an interval of any length: counters, tables and sketches. Mutable while the
 * interval is open; `merge` is commutative and associative with the empty rollup as identity,
 * exactly for counters and for tables while they are exact, within their stated error afterwards.
 */
export class Rollup {
  readonly lines = new LineCounts();
  /** Seed of the hashes in a batch that is to be added. */
  readonly seed: number;
  #bytes = 0;
  /** Of the rollup that was merged last: memory for the next one. */
  #copied: RollupState | undefined;
  readonly #origin: OriginPrefix;
  readonly #seconds = new SecondCounts();
  readonly #status = new StatusTable();
  readonly #visitors = new HyperLogLog();
  readonly #sizes = new DDSketch();
  readonly #sections: KeyTable;
  readonly #methods: KeyTable;
  readonly #urls: KeyTable;
  readonly #clients: KeyTable;
  readonly #referrers: KeyTable;
  readonly #agents: KeyTable;

  constructor({ seed, site }: RollupOptions) {
    this.seed = seed;
    this.#origin = new OriginPrefix(site);
    this.#sections = new KeyTable(SECTION_LIMITS, seed);
    this.#methods = new KeyTable(METHOD_LIMITS, seed);
    this.#urls = new KeyTable(URL_LIMITS, seed);
    this.#clients = new KeyTable(CLIENT_LIMITS, seed);
    this.#referrers = new KeyTable(REFERRER_LIMITS, seed);
    this.#agents = new KeyTable(AGENT_LIMITS, seed);
  }

  get hits(): number {
    return this.lines.counted;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Counts the parsed lines of a batch, which are `hits`, each in the second that it has. */
  add(batch: RecordBatch, hits: number): void {
    if (batch.seed !== this.seed) throw new Error('a batch hashed with another seed');
    this.lines.counted += hits;
    const asTheyStand = this.#addNumbers(batch);
    if (asTheyStand) {
      this.#sections.addBatch(batch, SECTION, false);
      this.#urls.addBatch(batch, URL, false);
    } else {
      this.#addTargets(batch);
    }
    this.#methods.addBatch(batch, METHOD, true);
    this.#referrers.addBatch(batch, REFERRER, true);
    this.#agents.addBatch(batch, AGENT, true);
    this.#clients.addBatch(batch, HOST, false, this.#visitors);
  }

  /** Adds what another rollup has counted; that one stays as it is. */
  merge(other: Rollup): void {
    this.#copied = other.state(this.#copied);
    this.mergeState(this.#copied);
  }

  mergeState(other: RollupState): void {
    this.lines.mergeSnapshot(other.lines);
    this.#bytes += other.bytes;
    this.#seconds.mergeState(other.seconds);
    this.#status.mergeState(other.status);
    this.#visitors.mergeState(other.visitors);
    this.#sizes.mergeState(other.sizes);
    this.#sections.mergeState(other.sections);
    this.#methods.mergeState(other.methods);
    this.#urls.mergeState(other.urls);
    this.#clients.mergeState(other.clients);
    this.#referrers.mergeState(other.referrers);
    this.#agents.mergeState(other.agents);
  }

  /**
   * A copy as plain arrays and numbers, to be merged in another thread, run or host; in the memory
   * of a `spent` one that is not needed any more, where that is large enough.
   */
  state(spent?: RollupState): RollupState {
    return {
      lines: this.lines.snapshot(),
      bytes: this.#bytes,
      seconds: this.#seconds.state(spent?.seconds),
      status: this.#status.state(),
      visitors: this.#visitors.state(),
      sizes: this.#sizes.state(),
      sections: this.#sections.state(spent?.sections),
      methods: this.#methods.state(spent?.methods),
      urls: this.#urls.state(spent?.urls),
      clients: this.#clients.state(spent?.clients),
      referrers: this.#referrers.state(spent?.referrers),
      agents: this.#agents.state(spent?.agents),
    };
  }

  summary(): TrafficSummary {
    const classes = [0, 1, 2, 3, 4, 5].map((digit) =>
      digit === 0 ? 0 : this.#status.hitsBetween(digit * 100, digit * 100 + 99),
    );
    classes[0] = this.hits - classes.reduce((sum, hits) => sum + hits, 0);
    return {
      lines: this.lines.snapshot(),
      hits: this.hits,
      bytes: this.#bytes,
      errors: this.#status.hitsBetween(500, 599),
      statusClasses: classes,
      span: this.#seconds.span,
      peak: this.#seconds.peak(),
      sizes: this.#sizes.quantiles(),
      visitors: this.#clients.exact
        ? { estimate: this.#clients.size, error: 0 }
        : {
            estimate: Math.round(this.#visitors.estimate()),
            error: HyperLogLog.standardError,
          },
    };
  }

  /** `top` rows a table, or all that is held for 0. */
  snapshot(top: number): TrafficSnapshot {
    return {
      ...this.summary(),
      tables: {
        sections: this.#sections.snapshot(top),
        status: this.#status.snapshot(top),
        methods: this.#methods.snapshot(top),
        urls: this.#urls.snapshot(top),
        clients: this.#clients.snapshot(top),
        referrers: this.#referrers.snapshot(top),
        agents: this.#agents.snapshot(top),
      },
    };
  }

  clear(): void {
    this.lines.clear();
    this.#bytes = 0;
    this.#seconds.clear();
    this.#status.clear();
    this.#visitors.clear();
    this.#sizes.clear();
    this.#sections.clear();
    this.#methods.clear();
    this.#urls.clear();
    this.#clients.clear();
    this.#referrers.clear();
    this.#agents.clear();
  }

  /** Returns whether all targets are shown as they stand in their lines. */
  #addNumbers(batch: RecordBatch): boolean {
    const { ints, doubles, size } = batch;
    let asTheyStand = true;
    for (let line = 0; line < size; line++) {
      const at = line * RECORD_INTS;
      if (ints[at + REASON] !== PARSED) continue;
      const number = line * RECORD_DOUBLES;
      const bytes = doubles[number + BYTES]!; // the batch has its places, here and below
      this.#bytes += bytes;
      this.#seconds.add(doubles[number + SECOND]!);
      this.#status.add(ints[at + STATUS]!, bytes);
      this.#sizes.add(bytes);
      if (asTheyStand && this.#origin.applies(batch, line)) asTheyStand = false;
    }
    return asTheyStand;
  }

  #addTargets(batch: RecordBatch): void {
    const { ints, size } = batch;
    for (let line = 0; line < size; line++) {
      const at = line * RECORD_INTS;
      if (ints[at + REASON] !== PARSED) continue;
      const bytes = batch.doubles[line * RECORD_DOUBLES + BYTES]!;
      const error = isServerError(ints[at + STATUS]!) ? 1 : 0;
      let block = batch.block;
      let start = ints[at + SECTION]!;
      let sectionEnd = ints[at + SECTION + 1]!;
      let urlEnd = ints[at + URL + 1]!;
      if (ints[at + TARGET_KIND] === TargetKind.none) {
        block = NONE;
        start = 0;
        sectionEnd = urlEnd = NONE.length;
      } else if (this.#origin.applies(batch, line)) {
        this.#origin.write(batch, line);
        ({ block, sectionEnd, urlEnd } = this.#origin);
        start = 0;
      }
      this.#sections.add(block, start, sectionEnd, bytes, error);
      this.#urls.add(block, start, urlEnd, bytes, error);
    }
  }
}
