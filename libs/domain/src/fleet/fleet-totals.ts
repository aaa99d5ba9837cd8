import { DDSketch, type Quantiles } from '../tables/dd-sketch.ts';
import { KeyTable } from '../tables/key-table.ts';
import type { TableSnapshot } from '../tables/table-snapshot.ts';
import { type CountDelta, hitsBetween } from './fleet-counts.ts';
import { FLEET_LIMITS } from './fleet-limits.ts';
import { tableStateOf } from './key-columns.ts';
import type { ClientsRollup, SecondRollup } from './second-rollup.ts';
import { VisitorSketch } from './visitor-sketch.ts';

const STATUSES = 1000;

/** The figures of a fleet or of one host, since the monitor looks. */
export interface FleetTraffic {
  readonly hits: number;
  readonly bytes: number;
  /** Hits with status 500-599. */
  readonly errors: number;
  /** Hits by class of status: index 1 for 1xx to 5 for 5xx, 0 for any other. */
  readonly statusClasses: readonly number[];
  /** Code and hits, ascending. */
  readonly statuses: readonly (readonly [status: number, hits: number])[];
  /** In microseconds. */
  readonly responseTimes: Quantiles | undefined;
  readonly visitors: { readonly estimate: number; readonly error: number };
  readonly sections: TableSnapshot;
  readonly methods: TableSnapshot;
  /** Of the clients that the hosts have sent, which are the most frequent of each ten seconds. */
  readonly clients: TableSnapshot;
}

/**
 * Totals of a fleet. Counters take each difference as it comes; tables and sketches take a second
 * of a host when that host has closed it, so they are up to some seconds behind the counters, and
 * equal to them in the end.
 */
export class FleetTotals {
  #hits = 0;
  #bytes = 0;
  readonly #statuses = new Float64Array(STATUSES);
  readonly #times = new DDSketch();
  readonly #visitors: VisitorSketch;
  readonly #sections: KeyTable;
  readonly #methods: KeyTable;
  readonly #clients: KeyTable;

  /** `fleetSeed` is that of the visitors, `tableSeed` that of this run. */
  constructor(fleetSeed: number, tableSeed: number, keysMax = 16_384) {
    const { keyBytesMax } = FLEET_LIMITS;
    this.#visitors = new VisitorSketch(fleetSeed);
    this.#sections = new KeyTable({ keysMax, keyBytesMax }, tableSeed);
    this.#methods = new KeyTable({ keysMax: 256, keyBytesMax }, tableSeed);
    this.#clients = new KeyTable({ keysMax, keyBytesMax }, tableSeed);
  }

  count(delta: CountDelta): void {
    this.#hits += delta.hits;
    this.#bytes += delta.bytes;
    const { statuses } = delta;
    for (let at = 0; at < statuses.length; at += 2) {
      this.#statuses[statuses[at]!]! += statuses[at + 1]!; // they alternate, below STATUSES
    }
  }

  /** Takes the tables and sketches of a rollup that will not change any more. */
  fold({ sections, methods, times, visitors }: SecondRollup): void {
    this.#sections.mergeState(tableStateOf(sections));
    this.#methods.mergeState(tableStateOf(methods));
    if (times !== undefined) this.#times.mergeState(times);
    this.#visitors.mergeEncoded(visitors);
  }

  foldClients({ clients }: ClientsRollup): void {
    this.#clients.mergeState(tableStateOf(clients));
  }

  /** `top` rows a table, or all that is held for 0. */
  traffic(top: number): FleetTraffic {
    const statuses: (readonly [number, number])[] = [];
    this.#statuses.forEach((hits, status) => {
      if (hits > 0) statuses.push([status, hits]);
    });
    const all = { hits: 0, bytes: 0, statuses: statuses.flat() };
    const classes = [0, 1, 2, 3, 4, 5].map((digit) =>
      digit === 0 ? 0 : hitsBetween(all, digit * 100, digit * 100 + 99),
    );
    classes[0] = this.#hits - classes.reduce((sum, hits) => sum + hits, 0);
    return {
      hits: this.#hits,
      bytes: this.#bytes,
      errors: classes[5] ?? 0,
      statusClasses: classes,
      statuses,
      responseTimes: this.#times.quantiles(),
      visitors: {
        estimate: Math.round(this.#visitors.estimate()),
        error: VisitorSketch.standardError,
      },
      sections: this.#sections.snapshot(top),
      methods: this.#methods.snapshot(top),
      clients: this.#clients.snapshot(top),
    };
  }
}
