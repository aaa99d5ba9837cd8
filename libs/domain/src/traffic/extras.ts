import {
  CACHE,
  EXTRAS,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  REQUEST_BYTES,
  RESPONSE_MICROS,
  SCHEME,
  TLS,
  UPSTREAM_MICROS,
  VHOST,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import { DDSketch, type DDSketchState, type Quantiles } from '../tables/dd-sketch.ts';
import type { KeyTableState } from '../tables/key-table-state.ts';
import type { TableSnapshot } from '../tables/table-snapshot.ts';
import { KeyTables } from './key-tables.ts';
import { SectionTimes, type SectionTimesState } from './section-times.ts';

export const LIMITS = {
  vhosts: { keysMax: 4096, keyBytesMax: 256 },
  caches: { keysMax: 64, keyBytesMax: 64 },
  tls: { keysMax: 64, keyBytesMax: 64 },
  schemes: { keysMax: 64, keyBytesMax: 64 },
} as const;

type TableName = keyof typeof LIMITS;

/** Where a record has the texts. */
const TEXTS: readonly (readonly [TableName, number])[] = [
  ['vhosts', VHOST],
  ['caches', CACHE],
  ['tls', TLS],
  ['schemes', SCHEME],
];

export type ExtraTables = Readonly<Record<TableName, TableSnapshot>>;

/** What only some logs state; undefined where no line did. */
export interface ExtraSummary {
  /** In microseconds: from the request to the last byte of the response. */
  readonly responseTimes: Quantiles | undefined;
  /** In microseconds: what the servers behind a proxy took of it. */
  readonly upstreamTimes: Quantiles | undefined;
  /** Sum of the sizes of the requests. */
  readonly requestBytes: number | undefined;
}

export interface ExtrasState {
  readonly tables: Readonly<Record<TableName, KeyTableState>>;
  readonly responseTimes: DDSketchState;
  readonly upstreamTimes: DDSketchState;
  readonly requestBytes: number;
  readonly sized: number;
  readonly sectionTimes: SectionTimesState;
}

/**
 * The part of a rollup that logs in Common or Combined Log Format have nothing for.
 */
export class Extras {
  readonly sectionTimes: SectionTimes;
  readonly #tables: KeyTables<TableName>;
  readonly #responseTimes = new DDSketch();
  readonly #upstreamTimes = new DDSketch();
  #requestBytes = 0;
  /** Lines that stated the size of their request. */
  #sized = 0;

  constructor(seed: number) {
    this.#tables = new KeyTables(LIMITS, seed);
    this.sectionTimes = new SectionTimes(seed);
  }

  /** Counts hits that state nothing of all this. */
  addAbsent(hits: number, bytes: number, errors: number): void {
    if (hits > 0) this.#tables.addNone(hits, bytes, errors);
  }

  add(batch: RecordBatch): void {
    this.#addNumbers(batch);
    for (const [name, place] of TEXTS) this.#tables.get(name).addBatch(batch, place, false);
  }

  #addNumbers({ ints, doubles, size }: RecordBatch): void {
    for (let line = 0; line < size; line++) {
      const at = line * RECORD_INTS;
      if (ints[at + REASON] !== PARSED || ints[at + EXTRAS] !== 1) continue;
      const number = line * RECORD_DOUBLES;
      const responseMicros = doubles[number + RESPONSE_MICROS]!; // the batch has its places
      const upstreamMicros = doubles[number + UPSTREAM_MICROS]!;
      if (responseMicros >= 0) this.#responseTimes.add(responseMicros);
      if (upstreamMicros >= 0) this.#upstreamTimes.add(upstreamMicros);
      const requestBytes = doubles[number + REQUEST_BYTES]!;
      if (requestBytes < 0) continue;
      this.#requestBytes += requestBytes;
      this.#sized++;
    }
  }

  mergeState(other: ExtrasState): void {
    this.#tables.mergeState(other.tables);
    this.#responseTimes.mergeState(other.responseTimes);
    this.#upstreamTimes.mergeState(other.upstreamTimes);
    this.#requestBytes += other.requestBytes;
    this.#sized += other.sized;
    this.sectionTimes.mergeState(other.sectionTimes);
  }

  /** A copy, to be merged elsewhere; in the memory of one that is not needed, if it fits. */
  state(spent?: ExtrasState): ExtrasState {
    return {
      tables: this.#tables.state(spent?.tables),
      responseTimes: this.#responseTimes.state(),
      upstreamTimes: this.#upstreamTimes.state(),
      requestBytes: this.#requestBytes,
      sized: this.#sized,
      sectionTimes: this.sectionTimes.state(),
    };
  }

  summary(): ExtraSummary {
    return {
      responseTimes: this.#responseTimes.quantiles(),
      upstreamTimes: this.#upstreamTimes.quantiles(),
      requestBytes: this.#sized === 0 ? undefined : this.#requestBytes,
    };
  }

  tables(top: number): ExtraTables {
    return this.#tables.snapshot(top);
  }

  clear(): void {
    this.#tables.clear();
    this.#responseTimes.clear();
    this.#upstreamTimes.clear();
    this.#requestBytes = this.#sized = 0;
    this.sectionTimes.clear();
  }
}
