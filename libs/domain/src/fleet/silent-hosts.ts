import type { RuleTransition } from '../rules/rule-transition.ts';
import type { AgentStanding } from './fleet-state.ts';

/** Name of the rule, which is there without being asked for. */
export const SILENT_HOSTS = 'silent-hosts';
export const SILENT_SECONDS_DEFAULT = 30;

/**
 * Tells of hosts that were not heard though they did not say goodbye: an alert of its own for each,
 * as no other rule can tell a host without traffic from one that is gone. It stands until the host
 * is heard again or says goodbye.
 */
export class SilentHosts {
  readonly #seconds: number;
  readonly #silent = new Map<string, { readonly heardMs: number; readonly start: number }>();

  constructor(seconds = SILENT_SECONDS_DEFAULT) {
    this.#seconds = seconds;
  }

  get names(): readonly string[] {
    return [...this.#silent.keys()];
  }

  /**
   * `nowMs` is the engine's clock. Where the whole stream is silent that stands still, and the
   * caller says how late it is by a clock of its own; the transitions are the same, as their second
   * follows from when the host was heard.
   */
  look(agents: readonly AgentStanding[], nowMs: number): RuleTransition[] {
    const told: RuleTransition[] = [];
    for (const { name, heardMs, state } of agents) {
      const held = this.#silent.get(name);
      const isSilent = nowMs - heardMs > this.#seconds * 1000;
      if (held === undefined && isSilent && state !== 'left') {
        const start = Math.floor(heardMs / 1000) + this.#seconds;
        this.#silent.set(name, { heardMs, start });
        told.push(this.#transition('triggered', name, start, start, this.#seconds));
      } else if (held !== undefined && (heardMs > held.heardMs || state === 'left')) {
        this.#silent.delete(name);
        const second = Math.floor(heardMs / 1000);
        told.push(this.#transition('recovered', name, second, held.start, 0));
      }
    }
    return told;
  }

  #transition(
    kind: 'triggered' | 'recovered',
    group: string,
    second: number,
    startSecond: number,
    value: number,
  ): RuleTransition {
    return {
      ...{ rule: SILENT_HOSTS, group, kind, second, startSecond, severity: 'critical' },
      ...{ metric: 'silence_seconds', windowSeconds: this.#seconds, divisor: 1, muted: false },
      ...{ numerator: value, threshold: this.#seconds, recovery: this.#seconds },
      startValue: this.#seconds,
      peakValue: Math.max(this.#seconds, second - startSecond + this.#seconds),
    };
  }
}
