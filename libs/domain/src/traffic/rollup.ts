import { LineCounts } from '../lines/line-counts.ts';
import type { KeyCombiner } from '../parser/key-combiner.ts';
import {
  BATCH_BYTES,
  BYTES,
  HOST,
  type RecordBatch,
  SECTION,
  URL,
} from '../parser/record-batch.ts';
import { DDSketch } from '../tables/dd-sketch.ts';
import { HyperLogLog } from '../tables/hyper-log-log.ts';
import { STATUSES, StatusTable } from '../tables/status-table.ts';
import type { TableSnapshot } from '../tables/table-snapshot.ts';
import { addTargets } from './add-targets.ts';
import { Extras } from './extras.ts';
import { KeyTables } from './key-tables.ts';
import type { LineTable } from './line-table.ts';
import { OriginPrefix } from './origin.ts';
import {
  KEYS,
  LIMITS,
  type RollupOptions,
  type RollupState,
  type TableName,
  type TrafficSnapshot,
  type TrafficSummary,
} from './rollup-state.ts';
import { SecondCounts } from './second-counts.ts';

/**
 * The traffic of an interval of any length: counters, tables and sketches. Mutable while the
 * interval is open; `merge` is commutative and associative with the empty rollup as identity,
 * exactly for counters and for tables while they are exact, within their stated error afterwards.
 */
export class Rollup implements LineTable {
  readonly lines = new LineCounts();
  /** Seed of the hashes in a batch that is to be added. */
  readonly seed: number;
  #bytes = 0;
  /** Of the rollup that was merged last: memory for the next one. */
  #copied: RollupState | undefined;
  /** What hits are in that are on their way to the tables. */
  #combiner: KeyCombiner | undefined;
  readonly #origin: OriginPrefix;
  readonly #seconds = new SecondCounts();
  readonly #status = new StatusTable();
  readonly #visitors = new HyperLogLog();
  readonly #sizes = new DDSketch();
  readonly #tables: KeyTables<TableName>;
  readonly #extras: Extras;

  constructor({ seed, site }: RollupOptions) {
    this.seed = seed;
    this.#origin = new OriginPrefix(site);
    this.#tables = new KeyTables(LIMITS, seed);
    this.#extras = new Extras(seed);
  }

  get hits(): number {
    return this.lines.counted;
  }

  /** Counts the parsed lines of a batch, which are `hits`, each in the second that it has. */
  add(batch: RecordBatch, hits: number): void {
    const isChanged = this.#origin.concernsAny(batch);
    this.#addNumbers(batch, hits, isChanged);
    this.#addKeys(batch, isChanged);
  }

  /**
   * The same for who adds many batches before he looks: all but their seconds is on its way in the
   * combiner of the batches, which is this rollup's alone, until `settle`.
   */
  combine(batch: RecordBatch, hits: number): void {
    if (batch.seed !== this.seed) throw new Error('a batch hashed with another seed');
    const { start, end } = batch.extent();
    if (batch.hasExtras || this.#origin.concernsAny(batch) || end - start > BATCH_BYTES) {
      this.settle();
      this.add(batch, hits);
      return;
    }
    this.lines.counted += hits;
    this.#seconds.addBatch(batch);
    const { combiner } = batch;
    this.#combiner = combiner;
    for (let line = combiner.add(batch, 0); line < batch.size; line = combiner.add(batch, line)) {
      if (combiner.isEmpty) throw new Error('a line that no combiner has room for');
      this.#settle(combiner);
    }
  }

  /** Counts what is on its way. */
  settle(): void {
    if (this.#combiner !== undefined) this.#settle(this.#combiner);
    this.#combiner = undefined;
  }

  #settle(combiner: KeyCombiner): void {
    const errorsBefore = this.#status.errors;
    const { status, sizes } = combiner.numbers();
    this.#status.mergeState(status);
    this.#sizes.mergeState(sizes);
    let hits = 0;
    let bytes = 0;
    for (let code = 0; code < STATUSES; code++) {
      hits += status.hits[code]!; // one for each code, here and below
      bytes += status.bytes[code]!;
    }
    this.#bytes += bytes;
    this.#extras.addAbsent(hits, bytes, this.#status.errors - errorsBefore);
    for (const [name, key, dashIsNone] of KEYS) {
      const distinct = key === HOST ? this.#visitors : undefined;
      const table = this.#tables.get(name);
      table.addCombined(combiner.blockOf(key), combiner.groupsOf(key), dashIsNone, distinct);
    }
    combiner.clear();
  }

  /** Adds the hits of the seconds from `first` on to those in `into`, one place a second. */
  addHitsPerSecond(into: number[], first: number): void {
    this.#seconds.addTo(into, first);
  }

  /** Epoch seconds of the first and last hit, or undefined when there is none. */
  get span(): TrafficSummary['span'] {
    return this.#seconds.span;
  }

  /** Adds what another rollup has counted; that one stays as it is. */
  merge(other: Rollup): void {
    this.#copied = other.state(this.#copied);
    this.mergeState(this.#copied);
  }

  mergeState(other: RollupState): void {
    this.#mergeRest(other);
    this.#tables.mergeState(other.tables);
  }

  /**
   * The same for who merges many before he looks: keys are on their way in the combiner, which is
   * this rollup's alone, until `settle`.
   */
  combineState(other: RollupState, combiner: KeyCombiner): void {
    this.#mergeRest(other);
    this.#combiner = combiner;
    for (const [name, key] of KEYS) {
      const table = other.tables[name];
      if (combiner.absorb(key, table)) continue;
      this.#settle(combiner);
      if (!combiner.absorb(key, table)) this.#tables.get(name).mergeState(table);
    }
  }

  #mergeRest(other: RollupState): void {
    this.lines.mergeSnapshot(other.lines);
    this.#bytes += other.bytes;
    this.#seconds.mergeState(other.seconds);
    this.#status.mergeState(other.status);
    this.#visitors.mergeState(other.visitors);
    this.#sizes.mergeState(other.sizes);
    this.#extras.mergeState(other.extras);
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
      tables: this.#tables.state(spent?.tables),
      extras: this.#extras.state(spent?.extras),
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
      errors: this.#status.errors,
      statusClasses: classes,
      span: this.#seconds.span,
      peak: this.#seconds.peak(),
      sizes: this.#sizes.quantiles(),
      ...this.#extras.summary(),
      visitors: this.#tables.get('clients').exact
        ? { estimate: this.#tables.get('clients').size, error: 0 }
        : {
            estimate: Math.round(this.#visitors.estimate()),
            error: HyperLogLog.standardError,
          },
    };
  }

  /** `top` rows a table, or all that is held for 0. */
  snapshot(top: number): TrafficSnapshot {
    const tables = this.#tables.snapshot(top);
    return {
      ...this.summary(),
      tables: {
        ...tables,
        sections: this.#withTimes(tables.sections),
        status: this.#status.snapshot(top),
        ...this.#extras.tables(top),
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
    this.#tables.clear();
    this.#extras.clear();
  }

  /** All but the keys. Targets are `isChanged` when an origin is to be put before one of them. */
  #addNumbers(batch: RecordBatch, hits: number, isChanged: boolean): void {
    if (batch.seed !== this.seed) throw new Error('a batch hashed with another seed');
    this.lines.counted += hits;
    const errorsBefore = this.#status.errors;
    const bytes = this.#status.addBatch(batch);
    this.#bytes += bytes;
    this.#seconds.addBatch(batch);
    this.#sizes.addBatch(batch, BYTES);
    if (batch.hasExtras || isChanged) this.#extras.add(batch);
    else this.#extras.addAbsent(hits, bytes, this.#status.errors - errorsBefore);
  }

  #addKeys(batch: RecordBatch, isChanged: boolean): void {
    if (isChanged) addTargets(batch, this.#origin, this.#tables, this.#extras.sectionTimes);
    else this.#addSections(batch);
    for (const [name, key, dashIsNone] of KEYS) {
      if (key === SECTION || (isChanged && key === URL)) continue;
      const distinct = key === HOST ? this.#visitors : undefined;
      this.#tables.get(name).addBatch(batch, key, dashIsNone, distinct);
    }
  }

  #addSections(batch: RecordBatch): void {
    const sections = batch.groupsOf(SECTION);
    this.#tables.get('sections').addGroups(batch.block, sections, false);
    if (batch.hasExtras) this.#extras.sectionTimes.addBatch(batch, sections);
  }

  /** The rows of sections, with the quantiles of those that have response times. */
  #withTimes(table: TableSnapshot): TableSnapshot {
    const rows = table.rows.map((row) => {
      const responseTimes = this.#extras.sectionTimes.quantiles(row.key);
      return responseTimes === undefined ? row : { ...row, responseTimes };
    });
    return { ...table, rows };
  }
}
