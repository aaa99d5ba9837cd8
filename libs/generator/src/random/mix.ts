import { AliasTable } from './alias-table.ts';
import type { Random } from './random.ts';

/** A choice among values of which each has its share. */
export class Mix<Value> {
  readonly #values: readonly Value[];
  readonly #table: AliasTable;

  /** Shares need not sum to anything particular. */
  constructor(shares: readonly (readonly [value: Value, share: number])[]) {
    this.#values = shares.map(([value]) => value);
    this.#table = new AliasTable(shares.map(([, share]) => share));
  }

  pick(random: Random): Value {
    // The table has one column a value; the cast is for Values that may be undefined themselves.
    return this.#values[this.#table.pick(random)] as Value;
  }
}
