import { AlertPolicy, type AlertState, NORMAL_STATE } from '../rules/alert-policy.ts';
import { metricWindow, type MetricWindow } from '../rules/metric-window.ts';
import { type Reading, UNJUDGED } from '../rules/reading.ts';
import type { RuleTransition } from '../rules/rule-transition.ts';
import { SketchPane } from '../rules/sketch-pane.ts';
import type { SecondRollup } from './second-rollup.ts';
import { type FleetRule, isMonotone, isPast } from './fleet-rule.ts';
import { FleetWindow } from './fleet-window.ts';

/** One rule at work, for the fleet or for one of its hosts. */
export class FleetAlert {
  readonly #group: string | undefined;
  readonly #policy: AlertPolicy;
  readonly #counts: FleetWindow;
  readonly #times: TimesWindow | undefined;
  readonly #mayHurry: boolean;
  readonly #isMonotone: boolean;
  readonly #rule: FleetRule['rule'];
  #state: AlertState = NORMAL_STATE;

  /** The last decided second is `second`; `mayHurry` lets it fire before a second is decided. */
  constructor(
    rule: FleetRule['rule'],
    group: string | undefined,
    second: number,
    firstSecond: number,
    mayHurry: boolean,
  ) {
    this.#rule = rule;
    this.#group = group;
    this.#policy = new AlertPolicy(rule);
    this.#counts = new FleetWindow(rule, second, firstSecond);
    this.#isMonotone = isMonotone(rule);
    this.#mayHurry = mayHurry && this.#isMonotone && rule.forSeconds === 0;
    if (rule.metric === 'response_time') this.#times = new TimesWindow(rule, second, firstSecond);
  }

  get state(): AlertState {
    return this.#state;
  }

  /** Goes on where another monitor was; what it has looked at is not looked at again. */
  restore(state: AlertState): void {
    this.#state = state;
  }

  /** The value of the last decided second; undefined where there is nothing to judge. */
  get value(): number | undefined {
    const reading = this.#reading();
    return reading.kind === 'value' ? reading.numerator / reading.divisor : undefined;
  }

  add(second: number, hits: number, amount: number): void {
    this.#counts.add(second, hits, amount);
  }

  fold(second: number, { times }: SecondRollup): void {
    if (times !== undefined) this.#times?.add(second, times);
  }

  /**
   * Looks at a second that is decided. What is not complete may only be judged where hits that are
   * missing could not undo the judgement; else the state stays, so silence never recovers an alert.
   */
  decide(second: number, isComplete: boolean): RuleTransition | undefined {
    this.#counts.advanceTo(second);
    this.#times?.advanceTo(second);
    const reading = this.#reading();
    const isSure = isComplete || (this.#isMonotone && isPast(this.#rule, reading));
    // A monitor that has just begun has not seen what an alert may have to recover from.
    const hasSeen = this.#counts.isFull || (this.#isMonotone && isPast(this.#rule, reading));
    return this.#step(second, isSure && hasSeen ? reading : UNJUDGED);
  }

  /** Looks at what is known of the seconds up to `second`, which are not decided. */
  hurry(second: number): RuleTransition | undefined {
    if (!this.#mayHurry || this.#state.alert !== undefined) return undefined;
    const found = this.#counts.firstAhead(second, (reading) => isPast(this.#rule, reading));
    return found && this.#step(found.second, found.reading);
  }

  #reading(): Reading {
    return this.#times?.reading() ?? this.#counts.reading();
  }

  #step(second: number, reading: Reading): RuleTransition | undefined {
    const { state, transition } = this.#policy.step(this.#state, second, reading);
    this.#state = state;
    return transition && { ...transition, group: this.#group };
  }
}

/** Response times, of which a second counts when it is decided. */
class TimesWindow {
  readonly #window: MetricWindow;
  readonly #ahead = new Map<number, SketchPane>();
  #newest: number;

  constructor(rule: FleetRule['rule'], second: number, firstSecond: number) {
    this.#window = metricWindow(rule);
    this.#window.begin(second, firstSecond);
    this.#newest = second;
  }

  add(second: number, times: NonNullable<SecondRollup['times']>): void {
    const hits = times.bins.reduce((sum, count) => sum + count, 0);
    const pane = this.#ahead.get(second) ?? new SketchPane();
    pane.merge({ hits, times, clients: undefined });
    if (second > this.#newest) this.#ahead.set(second, pane);
    else this.#take(second, pane);
  }

  advanceTo(second: number): void {
    this.#newest = second;
    this.#window.advanceTo(second);
    for (const [at, pane] of this.#ahead) {
      if (at > second) continue;
      this.#ahead.delete(at);
      this.#take(at, pane);
    }
  }

  reading(): Reading {
    return this.#window.reading();
  }

  #take(second: number, pane: SketchPane): void {
    this.#window.addPane(second, pane);
  }
}
