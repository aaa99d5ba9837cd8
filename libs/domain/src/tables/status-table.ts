import {
  BYTES,
  REASON,
  RECORD_DOUBLES,
  RECORD_INTS,
  type RecordBatch,
  STATUS,
} from '../parser/record-batch.ts';
import { PARSED } from '../parser/unparsed-reason.ts';
import type { TableRow, TableSnapshot } from './table-snapshot.ts';

/** One more than the largest status code. */
export const STATUSES = 1000;

/** Both by status code. */
export interface StatusTableState {
  readonly hits: Float64Array;
  readonly bytes: Float64Array;
}

/** Hits and bytes by status code; there are at most a thousand, so this one is always exact. */
export class StatusTable {
  readonly #hits = new Float64Array(STATUSES);
  readonly #bytes = new Float64Array(STATUSES);

  /** `status` is 100-999, or 0 for a line without one. */
  add(status: number, bytes: number): void {
    this.#hits[status]!++; // status < STATUSES by the parser's contract
    this.#bytes[status]! += bytes;
  }

  /** Adds each parsed line and returns the bytes of all. */
  addBatch({ ints, doubles, size }: RecordBatch): number {
    const hitsOf = this.#hits;
    const bytesOf = this.#bytes;
    let sum = 0;
    for (let line = 0, at = 0; line < size; line++, at += RECORD_INTS) {
      if (ints[at + REASON] !== PARSED) continue;
      const status = ints[at + STATUS]!; // the batch has its places, here and below
      const bytes = doubles[line * RECORD_DOUBLES + BYTES]!;
      hitsOf[status]!++; // status < STATUSES by the parser's contract
      bytesOf[status]! += bytes;
      sum += bytes;
    }
    return sum;
  }

  merge(other: StatusTable): void {
    this.mergeState(other.state());
  }

  mergeState({ hits, bytes }: StatusTableState): void {
    for (let status = 0; status < STATUSES; status++) {
      this.#hits[status]! += hits[status]!;
      this.#bytes[status]! += bytes[status]!;
    }
  }

  /** A copy, to be merged elsewhere. */
  state(): StatusTableState {
    return { hits: this.#hits.slice(), bytes: this.#bytes.slice() };
  }

  /** Hits with status 500-599. */
  get errors(): number {
    return this.hitsBetween(500, 599);
  }

  /** Hits whose status lies in [from, to]. */
  hitsBetween(from: number, to: number): number {
    let hits = 0;
    for (let status = from; status <= to; status++) hits += this.#hits[status]!;
    return hits;
  }

  snapshot(top: number): TableSnapshot {
    const all: TableRow[] = [];
    let total = 0;
    for (let status = 0; status < STATUSES; status++) {
      const hits = this.#hits[status]!;
      if (hits === 0) continue;
      total += hits;
      all.push({
        key: status === 0 ? '(none)' : String(status),
        hits,
        bytes: this.#bytes[status]!,
        errors: isServerError(status) ? hits : 0,
      });
    }
    all.sort((a, b) => b.hits - a.hits || (a.key < b.key ? -1 : 1));
    const rows = top === 0 ? all : all.slice(0, top);
    const shown = rows.reduce((sum, row) => sum + row.hits, 0);
    return { rows, other: total - shown, distinct: all.length, error: 0 };
  }

  clear(): void {
    this.#hits.fill(0);
    this.#bytes.fill(0);
  }
}

/** An error, in every table, is a failure of the server: 500-599. */
export function isServerError(status: number): boolean {
  return status >= 500 && status <= 599;
}
