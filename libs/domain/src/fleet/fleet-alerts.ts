import type { AlertState } from '../rules/alert-policy.ts';
import type { RuleTransition } from '../rules/rule-transition.ts';
import { FleetAlert } from './fleet-alert.ts';
import { type CountDelta, hitsBetween } from './fleet-counts.ts';
import { type FleetRule, fleetRuleFingerprint, fleetRuleProblem } from './fleet-rule.ts';
import type { FleetListener } from './fleet-state.ts';
import type { SecondRollup } from './second-rollup.ts';

export interface FleetAlertsOptions {
  /**
   * Whether a rule whose sum only grows may fire before its second is decided, as soon as the part
   * that is known is enough. Without it an alert has the very second that a report over all logs
   * gives it, some seconds later.
   */
  readonly firesOnPart: boolean;
}

/** How a rule stands, for the fleet or a host. */
export interface FleetAlertStanding {
  readonly rule: FleetRule;
  readonly host: string | undefined;
  readonly state: AlertState;
  readonly value: number | undefined;
}

/** The alert of a rule, or of one host of it, to go on with in another monitor. Survives JSON. */
export interface FleetAlertState {
  readonly fingerprint: string;
  readonly host: string | null;
  readonly state: AlertState;
}

interface Working {
  readonly rule: FleetRule;
  readonly alerts: Map<string | undefined, FleetAlert>;
}

/**
 * The rules over a fleet. Everything follows from what `FleetState` tells, so monitors that have
 * seen the same stream tell the same transitions. Rules fire on a part where that cannot be wrong
 * (`isMonotone`), and recover on complete seconds only.
 */
export class FleetAlerts implements FleetListener {
  readonly #working: readonly Working[];
  readonly #options: FleetAlertsOptions;
  readonly #hasClosed: (agent: string, second: number) => boolean;
  readonly #onTransition: (transition: RuleTransition) => void;
  readonly #restored = new Map<string, AlertState>();
  #decided = NaN;
  #first = NaN;

  /** `hasClosed` is that of the fleet state. Rules that cannot be kept are the caller's mistake. */
  constructor(
    rules: readonly FleetRule[],
    options: FleetAlertsOptions,
    hasClosed: (agent: string, second: number) => boolean,
    onTransition: (transition: RuleTransition) => void,
  ) {
    for (const { rule } of rules) {
      const problem = fleetRuleProblem(rule);
      if (problem !== undefined) throw new Error(`${rule.name}: ${problem}`);
    }
    this.#working = rules.map((rule) => ({ rule, alerts: new Map() }));
    this.#options = options;
    this.#hasClosed = hasClosed;
    this.#onTransition = onTransition;
  }

  count(agent: string, second: number, delta: CountDelta): void {
    if (Number.isNaN(this.#decided)) this.#begin(second - 1);
    for (const working of this.#working) {
      const alert = this.#alertOf(working, agent);
      alert.add(second, delta.hits, amountOf(working.rule, delta));
    }
  }

  fold(agent: string, second: number, rollup: SecondRollup): void {
    if (Number.isNaN(this.#decided)) this.#begin(second - 1);
    for (const working of this.#working) this.#alertOf(working, agent).fold(second, rollup);
  }

  decide(second: number, isComplete: boolean): void {
    if (Number.isNaN(this.#decided)) this.#begin(second - 1);
    this.#decided = second;
    for (const { rule, alerts } of this.#working) {
      for (const [host, alert] of alerts) {
        const isItsComplete =
          rule.by === 'host' && host !== undefined ? this.#hasClosed(host, second) : isComplete;
        this.#tell(alert.decide(second, isItsComplete));
      }
    }
  }

  /**
   * To be called when a message was applied, with the second of the engine's clock: fires what is
   * certain though seconds are not decided.
   */
  hurry(agent: string, clockSecond: number): void {
    if (!this.#options.firesOnPart) return;
    for (const { rule, alerts } of this.#working) {
      const alert = alerts.get(rule.by === 'host' ? agent : undefined);
      if (alert !== undefined) this.#tell(alert.hurry(clockSecond));
    }
  }

  standings(): FleetAlertStanding[] {
    return this.#working.flatMap(({ rule, alerts }) =>
      Array.from(alerts, ([host, { state, value }]) => ({ rule, host, state, value })),
    );
  }

  state(): FleetAlertState[] {
    return this.#working.flatMap(({ rule, alerts }) =>
      Array.from(alerts, ([host, { state }]) => ({
        fingerprint: fleetRuleFingerprint(rule),
        host: host ?? null,
        state,
      })),
    );
  }

  /** Before anything is applied: alerts go on as they stood, and new rules begin anew. */
  restore(states: readonly FleetAlertState[]): void {
    for (const state of states) {
      this.#restored.set(restoredKey(state.fingerprint, state.host), state.state);
    }
  }

  #begin(second: number): void {
    this.#decided = second;
    this.#first = second + 1;
    for (const working of this.#working) {
      if (working.rule.by === undefined) this.#alertOf(working, '');
    }
  }

  #alertOf({ rule, alerts }: Working, agent: string): FleetAlert {
    const host = rule.by === 'host' ? agent : undefined;
    let alert = alerts.get(host);
    if (alert === undefined) {
      const { firesOnPart } = this.#options;
      alert = new FleetAlert(rule.rule, host, this.#decided, this.#first, firesOnPart);
      const held = this.#restored.get(restoredKey(fleetRuleFingerprint(rule), host ?? null));
      if (held !== undefined) alert.restore(held);
      alerts.set(host, alert);
    }
    return alert;
  }

  #tell(transition: RuleTransition | undefined): void {
    if (transition !== undefined) this.#onTransition(transition);
  }
}

function amountOf({ rule }: FleetRule, delta: CountDelta): number {
  switch (rule.metric) {
    case 'bytes_per_second':
      return delta.bytes;
    case 'error_share':
      return hitsBetween(delta, 500, 599);
    case 'status_count':
    case 'status_share':
      return hitsBetween(delta, rule.status?.from ?? 500, rule.status?.to ?? 599);
    default:
      return 0;
  }
}

function restoredKey(fingerprint: string, host: string | null): string {
  return JSON.stringify([fingerprint, host]);
}
