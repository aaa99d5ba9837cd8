import { bytesOf, responseMicrosOf, statusOf } from '../conditions/hit-fields.ts';
import { isDash } from '../bytes/ascii.ts';
import { HOST, METHOD, RECORD_INTS, type RecordBatch, SECTION } from '../parser/record-batch.ts';
import { DDSketch } from '../tables/dd-sketch.ts';
import { KeyTable } from '../tables/key-table.ts';
import { NONE } from '../tables/no-key.ts';
import { isServerError } from '../tables/status-table.ts';
import { FLEET_LIMITS } from './fleet-limits.ts';
import { columnsOf } from './key-columns.ts';
import type { SecondRollup } from './second-rollup.ts';
import { VisitorSketch } from './visitor-sketch.ts';

const STATUSES = 1000;

/** Counts the hits of one second; to be cleared and used for another one. */
export class SecondCounter {
  #hits = 0;
  #bytes = 0;
  readonly #statuses = new Uint32Array(STATUSES);
  readonly #methods: KeyTable;
  readonly #sections: KeyTable;
  readonly #times = new DDSketch();
  readonly #visitors: VisitorSketch;

  /** `tableSeed` is for tables, whose hashes stay here, `fleetSeed` for visitors. */
  constructor(tableSeed: number, fleetSeed: number) {
    const { keyBytesMax, methodsMax, sectionsMax } = FLEET_LIMITS;
    this.#methods = new KeyTable({ keysMax: methodsMax, keyBytesMax }, tableSeed);
    this.#sections = new KeyTable({ keysMax: sectionsMax, keyBytesMax }, tableSeed);
    this.#visitors = new VisitorSketch(fleetSeed);
  }

  get hits(): number {
    return this.#hits;
  }

  /** At most the bytes of its rollup in a message, without looking at its tables. */
  get bytesMax(): number {
    return Math.min(this.#hits * 320, 80_000);
  }

  /** Counts one parsed line of a batch. */
  add(batch: RecordBatch, line: number): void {
    const { block, ints } = batch;
    const bytes = bytesOf(batch, line);
    const status = statusOf(batch, line);
    const error = isServerError(status) ? 1 : 0;
    this.#hits++;
    this.#bytes += bytes;
    this.#statuses[status]!++; // status < STATUSES by the parser's contract
    const at = line * RECORD_INTS; // the batch has its places
    addKey(this.#methods, batch, ints[at + METHOD]!, ints[at + METHOD + 1]!, bytes, error);
    addKey(this.#sections, batch, ints[at + SECTION]!, ints[at + SECTION + 1]!, bytes, error);
    const micros = responseMicrosOf(batch, line);
    if (micros >= 0) this.#times.add(micros);
    this.#visitors.add(block, ints[at + HOST]!, ints[at + HOST + 1]!);
  }

  rollup(second: number, part: number): SecondRollup {
    const statuses: number[] = [];
    this.#statuses.forEach((hits, status) => {
      if (hits > 0) statuses.push(status, hits);
    });
    return {
      second,
      part,
      hits: this.#hits,
      bytes: this.#bytes,
      statuses,
      methods: columnsOf(this.#methods.state()),
      sections: columnsOf(this.#sections.state()),
      times: this.#times.count === 0 ? undefined : this.#times.state(),
      visitors: this.#visitors.encoded(),
    };
  }

  clear(): void {
    this.#hits = this.#bytes = 0;
    this.#statuses.fill(0);
    this.#methods.clear();
    this.#sections.clear();
    this.#times.clear();
    this.#visitors.clear();
  }
}

/** Counts one hit for the key [start, end), or for `(none)` where that is empty or a dash. */
export function addKey(
  table: KeyTable,
  { block }: RecordBatch,
  start: number,
  end: number,
  bytes: number,
  error: number,
): void {
  if (end === start || isDash(block.octets, start, end)) {
    table.add(NONE, 0, NONE.length, bytes, error);
  } else {
    table.add(block, start, end, bytes, error);
  }
}
