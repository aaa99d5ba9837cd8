import { KeyTable } from '../tables/key-table.ts';
import type { KeyTableLimits, KeyTableState } from '../tables/key-table-state.ts';
import type { TableSnapshot } from '../tables/table-snapshot.ts';

/** Tables that have names, all of one seed. */
export class KeyTables<Name extends string> {
  readonly #tables: Readonly<Record<Name, KeyTable>>;
  readonly #names: readonly Name[];

  constructor(limits: Readonly<Record<Name, KeyTableLimits>>, seed: number) {
    this.#names = Object.keys(limits) as Name[]; // a record of names has no other keys
    this.#tables = this.#map((name) => new KeyTable(limits[name], seed));
  }

  get(name: Name): KeyTable {
    return this.#tables[name];
  }

  mergeState(states: Readonly<Record<Name, KeyTableState>>): void {
    for (const name of this.#names) this.#tables[name].mergeState(states[name]);
  }

  /** A copy, to be merged elsewhere; in the memory of one that is not needed, if it fits. */
  state(spent?: Readonly<Record<Name, KeyTableState>>): Record<Name, KeyTableState> {
    return this.#map((name) => this.#tables[name].state(spent?.[name]));
  }

  /** Counts hits that have no key in any table. */
  addNone(hits: number, bytes: number, errors: number): void {
    for (const name of this.#names) this.#tables[name].addNone(hits, bytes, errors);
  }

  /** `top` rows a table, or all that is held for 0. */
  snapshot(top: number): Record<Name, TableSnapshot> {
    return this.#map((name) => this.#tables[name].snapshot(top));
  }

  clear(): void {
    for (const name of this.#names) this.#tables[name].clear();
  }

  #map<T>(make: (name: Name) => T): Record<Name, T> {
    const entries = this.#names.map((name) => [name, make(name)] as const);
    return Object.fromEntries(entries) as Record<Name, T>; // one for each name
  }
}
