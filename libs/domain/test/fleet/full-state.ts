import {
  countDelta,
  FleetTotals,
  type FleetTraffic,
  type RollupMessage,
  type SecondRollup,
} from '../../src/index.ts';
import { CONFIG } from './fleet-fixture.ts';

/**
 * The specification of a fleet's totals: a map from (agent, epoch, second, part) to the rollup of
 * the highest revision. Joining is idempotent, commutative and associative, so the order of
 * messages, their repetition and the way through replicas change nothing (a state-based CRDT).
 */
export class FullState {
  readonly #held = new Map<string, { readonly revision: number; readonly rollup: SecondRollup }>();

  apply({ agent, epoch, revision, rollups }: RollupMessage): void {
    for (const rollup of rollups) {
      this.#join(JSON.stringify([agent, epoch, rollup.second, rollup.part]), revision, rollup);
    }
  }

  merge(other: FullState): void {
    for (const [key, { revision, rollup }] of other.#held) this.#join(key, revision, rollup);
  }

  /** A query: the sum of all, in the order of the keys. */
  traffic(): FleetTraffic {
    const totals = new FleetTotals(CONFIG.seed, 7);
    for (const [, { rollup }] of [...this.#held].sort(([a], [b]) => (a < b ? -1 : 1))) {
      totals.count(countDelta(undefined, rollup));
      totals.fold(rollup);
    }
    return totals.traffic(0);
  }

  #join(key: string, revision: number, rollup: SecondRollup): void {
    const held = this.#held.get(key);
    if (held === undefined || held.revision < revision) this.#held.set(key, { revision, rollup });
  }
}
