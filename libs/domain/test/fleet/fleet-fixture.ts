import {
  FLEET_DEFAULTS,
  type FleetListener,
  FleetState,
  type FleetTraffic,
  LEDGER_DEFAULTS,
  type LedgerOptions,
  PUBLIC_SEED,
  type RollupMessage,
  SecondLedger,
} from '../../src/index.ts';
import { TABLE_SEED } from './written-log.ts';

export const START = 1_767_323_045;
export const CONFIG = { seed: PUBLIC_SEED };

export function ledgerOf(options: Partial<LedgerOptions> = {}, nowMs = START * 1000): SecondLedger {
  const defaults = { agent: 'web-1', epoch: 'a@0', program: 'test', config: CONFIG };
  const all = { ...LEDGER_DEFAULTS, ...defaults, tableSeed: TABLE_SEED, ...options };
  return new SecondLedger(all, nowMs);
}

export const SILENT: FleetListener = {
  count: () => undefined,
  fold: () => undefined,
  decide: () => undefined,
};

export function fleetOf(listener: FleetListener = SILENT): FleetState {
  return new FleetState({ ...FLEET_DEFAULTS, config: CONFIG, tableSeed: 7 }, listener);
}

/** Applies messages as if each had been taken when it was made. */
export function applyAll(fleet: FleetState, messages: readonly RollupMessage[]): void {
  messages.forEach((message, index) => {
    fleet.apply({ sequence: index + 1, atMs: message.sentMs, message });
  });
}

/** What must not depend on the order in which messages came: rows sorted, and no `other`. */
export function digest(traffic: FleetTraffic): unknown {
  const { sections, methods } = traffic;
  // Clients are those that were sent of ten seconds, and these depend on when that was.
  const figures = { ...traffic, sections: sections.rows, methods: methods.rows };
  return { ...figures, clients: undefined };
}

/** Takes all that a ledger has to say, acknowledging each message. */
export function drain(ledger: SecondLedger, nowMs: number, isCaughtUp = true): RollupMessage[] {
  const messages: RollupMessage[] = [];
  do {
    const message = ledger.message(nowMs, isCaughtUp);
    if (message === undefined) break;
    messages.push(message);
    ledger.acknowledge(message.number);
  } while (ledger.hasMore);
  return messages;
}
